import { parseArgs } from 'node:util';
import { migrate } from '../database/migrate';
import { createLogger } from '../observability/create-logger';
import { readEnvironment } from './environment';
import { invite } from './invite';
import { newKeys } from './new-keys';
import { serve } from './serve';

const USAGE = `Usage: assignment-engine <command> [--env-file <file>]

  serve              migrate the database, then run the engine until SIGTERM
  migrate            migrate the database only
  invite <driverId>  print a link and a QR code with which the driver signs in
  keys               print new keys for the engine and the shop, as lines of an environment file

Environment variables configure serve, migrate and invite. --env-file adds those of a file that are not set.
`;

/** The commands, and whether each takes a driver id. */
const COMMANDS = new Map([
  ['serve', false],
  ['migrate', false],
  ['invite', true],
  ['keys', false],
]);

/** @returns the exit code, or undefined while the service runs */
export async function main(args: string[]): Promise<number | undefined> {
  const { command, driverId, envFile, help } = parseArguments(args);
  if (help || command === undefined) {
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
    if (driverId !== undefined) {
      process.stdout.write(await invite(configuration, driverId));
      return 0;
    }
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
    const [command = '', driverId, ...rest] = positionals;
    const known = COMMANDS.get(command) === (driverId !== undefined) && rest.length === 0;
    return {
      command: known ? command : undefined,
      driverId,
      envFile: values['env-file'],
      help: values.help === true || command === 'help',
    };
  } catch {
    return { command: undefined, driverId: undefined, envFile: undefined, help: false };
  }
}
