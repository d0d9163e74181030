import { join } from 'node:path';
import { createLogger as createWinston, format, transports, type Logger } from 'winston';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ConsoleTransport } from './console-transport';

export type EngineLogger = Logger;

/** JSON lines to the console and, where a directory is configured, to `error.log` and `combined.log` in it. */
export function createLogger({ level, directory }: EngineConfiguration['logging']): EngineLogger {
  return createWinston({
    level,
    format: format.combine(format.timestamp(), format.errors({ stack: true }), format.json()),
    defaultMeta: { service: 'assignment-engine', pid: process.pid },
    transports: [
      new ConsoleTransport(),
      ...(directory
        ? [
            new transports.File({ filename: join(directory, 'error.log'), level: 'error' }),
            new transports.File({ filename: join(directory, 'combined.log') }),
          ]
        : []),
    ],
  });
}
