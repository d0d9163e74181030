import { parseArgs } from 'node:util';
import { migrate } from '../database/migrate';
import { createLogger } from '../observability/create-logger';
import { readEnvironment } from './environment';
import { newKeys } from './new-keys';
import { serve } from './serve';

const USAGE = `Usage: assignment-engine <command> [--env-file <file>]

  serve     migrate the database, then run the engine until SIGTERM
  migrate   migrate the database only
  keys      print new keys for the engine and the shop, as lines of an environment file

Environment variables configure serve and migrate. --env-file adds those of a file that are not set.
`;

/** @returns the exit code, or undefined while the service runs */
export async function main(args: string[]): Promise<number | undefined> {
  const { command, envFile, help } = parseArguments(args);
  if (help || (command !== 'serve' && command !== 'migrate' && command !== 'keys')) {
    process.stderr.write(USAGE);
    return help ? 0 : 2;
  }
  if (command === 'keys') {
    process.stdout.write(newKeys());
    return 0;
  }
  try {
    if (envFile !== undefined) {
      process.loadEnvFile(envFile);
    }
    const configuration = readEnvironment(process.env);
    const logger = createLogger(configuration.logging);
    if (command === 'migrate') {
      const migrations = await migrate(configuration);
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

function parseArguments(args: string[]) {
  const options = { help: { type: 'boolean', short: 'h' }, 'env-file': { type: 'string' } } as const;
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    const [command, ...rest] = positionals;
    return {
      command: rest.length === 0 ? command : undefined,
      envFile: values['env-file'],
      help: values.help === true || command === 'help',
    };
  } catch {
    return { command: undefined, envFile: undefined, help: false };
  }
}
