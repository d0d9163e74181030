import { join } from 'node:path';
import { createLogger as createWinston, format, transports, type Logger } from 'winston';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ConsoleTransport } from './console-transport';

export type EngineLogger = Logger;

type LoggingOptions = Pick<EngineConfiguration['logging'], 'level'> & Partial<EngineConfiguration['logging']>;

/**
 * Creates a logger that writes JSON lines to the console and, if a directory is configured, to the rotated files `error.log`
 * and `combined.log`. With an instance number the names are `worker-<instance>-error.log` and
 * `worker-<instance>-combined.log`.
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
  // Winston would format a line before it checks the level.
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
    // The current file keeps its name; older files are combined1.log, combined2.log and so on.
    tailable: true,
  });
}
