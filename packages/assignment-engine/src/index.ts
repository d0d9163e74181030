export {
  readEngineOptions,
  type EngineConfiguration,
  type EngineOptions,
} from './configuration/engine-options';
export { inProcessEngine } from './in-process-engine';
export { createLogger, type EngineLogger } from './observability/create-logger';
export { newVapidKey } from './push/vapid-key';
export { startEngine, type RunningEngine } from './start-engine';
