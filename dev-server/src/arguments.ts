import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm start -- [options]

Starts a small multi-seller Vendure shop with a database, an assignment engine and simulated drivers.

  --port <port>       port of the shop; the engine takes the port 300 above it (3000)
  --drivers <number>  number of simulated drivers (8)
  --engine <where>    in-process, or service: a separate process reached by HTTP (in-process)
  --orders <number>   place this many orders instead of one every 15 seconds
  --exit              with --orders: exit after the deliveries; status 0 if all were delivered
  --fresh             delete the data of earlier starts first
  --data <directory>  folder of the databases (dev-server/.data)
  --mdrp <directory>  replay a day of the Meal Delivery Routing Problem instead of running the shop
  --speed <number>    with --mdrp: simulated minutes per second (60)
  --help              show this
`;

/** The parsed command line. */
export type Arguments =
  | { command: 'help' }
  | { command: 'wrong'; problem: string }
  | { command: 'replay'; directory: string; minutesPerSecond: number }
  | {
      command: 'serve';
      port: number;
      drivers: number;
      engine: 'in-process' | 'service';
      /** Number of orders to place. Undefined: one every 15 seconds. */
      orders: number | undefined;
      exit: boolean;
      /** Whether the data of earlier starts is deleted first. */
      fresh: boolean;
      /** Folder of the databases. Undefined: the default folder. */
      data: string | undefined;
    };

/** The engine's port minus the shop's port. */
export const ENGINE_PORT_OFFSET = 300;

class WrongArgument extends Error {}

export function readArguments(args: string[]): Arguments {
  try {
    return read(args);
  } catch (error) {
    if (
      error instanceof WrongArgument ||
      (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')
    ) {
      return { command: 'wrong', problem: (error as Error).message };
    }
    throw error;
  }
}

function read(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      drivers: { type: 'string' },
      engine: { type: 'string' },
      orders: { type: 'string' },
      exit: { type: 'boolean' },
      fresh: { type: 'boolean' },
      data: { type: 'string' },
      mdrp: { type: 'string' },
      speed: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    return { command: 'help' };
  }
  if (values.mdrp !== undefined) {
    return {
      command: 'replay',
      directory: values.mdrp,
      minutesPerSecond: positive('--speed', values.speed, 60),
    };
  }
  if (values.speed !== undefined) {
    throw new WrongArgument('--speed requires --mdrp');
  }
  if (values.exit && values.orders === undefined) {
    throw new WrongArgument('--exit requires --orders');
  }
  const engine = values.engine ?? 'in-process';
  if (engine !== 'in-process' && engine !== 'service') {
    throw new WrongArgument('--engine must be in-process or service');
  }
  return {
    command: 'serve',
    port: integer('--port', values.port, 3000, { min: 1, max: 65_535 - ENGINE_PORT_OFFSET }),
    drivers: integer('--drivers', values.drivers, 8, { min: 0, max: 10_000 }),
    engine,
    orders:
      values.orders === undefined
        ? undefined
        : integer('--orders', values.orders, 0, { min: 0, max: 100_000 }),
    exit: values.exit ?? false,
    fresh: values.fresh ?? false,
    data: values.data,
  };
}

function positive(name: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (!(value > 0)) {
    throw new WrongArgument(`${name} must be a number above 0`);
  }
  return value;
}

function integer(
  name: string,
  text: string | undefined,
  fallback: number,
  { min, max }: { min: number; max: number },
): number {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isInteger(value) || value < min || value > max || text?.trim() === '') {
    throw new WrongArgument(`${name} must be an integer from ${min} to ${max}`);
  }
  return value;
}
