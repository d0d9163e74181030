import { Logger, type LogFunctionFactory } from 'graphile-worker';
import { describeError } from '../logging/describe-error';
import type { EngineLogger } from '../logging/create-logger';

/** The job queue's own messages in our log; what it tells of its every step is for debugging only. */
export function queueLogger(logger: EngineLogger): Logger {
  const factory: LogFunctionFactory = () => (level, message, meta) => {
    const error = meta && 'error' in meta ? { error: describeError(meta.error) } : {};
    logger.log(level === 'error' ? 'error' : level === 'warning' ? 'warn' : 'debug', message, error);
  };
  return new Logger(factory);
}
