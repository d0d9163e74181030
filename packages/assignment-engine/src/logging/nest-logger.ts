import type { LoggerService } from '@nestjs/common';
import type { EngineLogger } from './create-logger';

/** Nest's own messages in our log; the many of its start are for debugging only. */
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
