import { migrate } from '../database/migrate';
import { createLogger } from '../logging/create-logger';
import { readEnvironment } from './environment';
import { serve } from './serve';

const USAGE = `Usage: assignment-engine <command>

  serve     migrate the database, then run the engine until SIGTERM
  migrate   migrate the database only

Configured by environment variables; each that is missing or wrong is named.
`;

/** @returns the exit code, or undefined while the service runs */
export async function main(command: string | undefined): Promise<number | undefined> {
  if (command !== 'serve' && command !== 'migrate') {
    process.stderr.write(USAGE);
    return command === '--help' || command === 'help' ? 0 : 2;
  }
  try {
    const configuration = readEnvironment(process.env);
    const logger = createLogger(configuration.logging);
    if (command === 'migrate') {
      const migrations = await migrate(configuration, logger);
      logger.info('Database is up to date', { migrations });
      return 0;
    }
    await serve(configuration, logger);
    return undefined;
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? ` (${cause.message})` : '';
    process.stderr.write(`${message || String(error)}${reason}\n`);
    return 1;
  }
}
