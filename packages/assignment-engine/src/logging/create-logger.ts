import { join } from 'node:path';
import { createLogger as createWinston, format, transports, type Logger } from 'winston';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ConsoleTransport } from './console-transport';

export type EngineLogger = Logger;

type LoggingOptions = Pick<EngineConfiguration['logging'], 'level'> & Partial<EngineConfiguration['logging']>;

/**
 * JSON lines to the console and, where a directory is configured, to `error.log` and `combined.log` in it, rotated. With an
 * instance number these are `worker-<instance>-error.log` and `worker-<instance>-combined.log`.
 */
export function createLogger(options: LoggingOptions): EngineLogger {
  const logger = createWinston({
    level: options.level,
    format: format.combine(format.timestamp(), format.errors({ stack: true }), format.json()),
    defaultMeta: { service: 'assignment-engine', pid: process.pid },
    transports: [
      new ConsoleTransport(),
      ...(options.directory ? [file('error.log', options, 'error'), file('combined.log', options)] : []),
    ],
  });
  // Winston formats a line before it looks at the line's level.
  for (const level of ['error', 'warn', 'info', 'debug'] as const) {
    if (!logger.isLevelEnabled(level)) {
      logger[level] = () => logger;
    }
  }
  return logger;
}

function file(name: string, options: LoggingOptions, level?: string) {
  const { directory, instance, maxFileBytes, maxFiles } = options;
  return new transports.File({
    filename: join(directory!, instance === undefined ? name : `worker-${instance}-${name}`),
    level,
    maxsize: maxFileBytes,
    maxFiles,
    // The current file keeps its name; the older ones are combined1.log, combined2.log and so on.
    tailable: true,
  });
}
