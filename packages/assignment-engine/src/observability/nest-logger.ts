import type { LoggerService } from '@nestjs/common';
import type { EngineLogger } from './create-logger';

/** Forwards Nest's messages to the engine's log, all below warnings as debug. */
export function nestLogger(logger: EngineLogger): LoggerService {
  return {
    log: (message: unknown) => logger.debug(String(message)),
    debug: (message: unknown) => logger.debug(String(message)),
    verbose: (message: unknown) => logger.debug(String(message)),
    warn: (message: unknown) => logger.warn(String(message)),
    error: (message: unknown) => logger.error(String(message)),
    fatal: (message: unknown) => logger.error(String(message)),
  };
}
