import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm start -- [options]

Starts a small multi-seller Vendure shop with a database, an assignment engine and simulated drivers.

  --port <port>       port of the shop; the engine uses this port + 300 (default: 3000)
  --drivers <number>  number of simulated drivers (default: 8)
  --engine <where>    in-process, or service: a separate process reached by HTTP (default: in-process)
  --orders <number>   place this many orders (default: about one every minute)
  --exit              with --orders: exit after all deliveries have ended; exit status 0 if all were delivered, else 1
  --host              also serve everything in the local network, with HTTPS on port + 443, for the driver app on a phone
  --tiles <source>    streets on the maps: openstreetmap, from the OpenStreetMap Foundation, or none (default: openstreetmap)
  --fresh             delete the data of earlier starts first
  --data <directory>  directory of the databases (default: dev-server/.data)
  --watch             used by npm run dev: the engine is a service that restarts when its files change
  --mdrp <directory>  replay one day (an instance) of the Meal Delivery Routing Problem instead of running the shop
  --speed <number>    with --mdrp: simulated minutes per second (default: 60)
  -h, --help          show this text
`;

/** The parsed command line. */
export type Arguments =
  | { command: 'help' }
  | { command: 'invalid'; problem: string }
  | { command: 'replay'; directory: string; minutesPerSecond: number }
  | {
      command: 'serve';
      port: number;
      drivers: number;
      engine: 'in-process' | 'service';
      /** Number of orders to place. Undefined: about one every minute. */
      orders: number | undefined;
      exit: boolean;
      /** Whether an HTTPS server in the local network forwards to the shop and the engine. */
      host: boolean;
      tiles: 'openstreetmap' | 'none';
      /** Whether the data of earlier starts is deleted first. */
      fresh: boolean;
      /** Directory of the databases. Undefined: the default directory. */
      data: string | undefined;
      /** Whether the engine restarts when its files change, and Vite serves the dashboard. */
      watch: boolean;
    };

/** The engine's port minus the shop's port. */
export const ENGINE_PORT_OFFSET = 300;

/** With `--host`: the port of the HTTPS server minus the shop's port. */
export const HTTPS_PORT_OFFSET = 443;

/** With `--watch`: Vite's port minus the shop's port. */
export const DASHBOARD_PORT_OFFSET = 100;

class InvalidArgument extends Error {}

/** Parses the command line. A problem is returned as the command `invalid`. */
export function parseArguments(args: string[]): Arguments {
  try {
    return parse(args);
  } catch (error) {
    if (
      error instanceof InvalidArgument ||
      (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')
    ) {
      return { command: 'invalid', problem: (error as Error).message };
    }
    throw error;
  }
}

/** @throws InvalidArgument, or an error of `parseArgs` */
function parse(args: string[]): Arguments {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      drivers: { type: 'string' },
      engine: { type: 'string' },
      orders: { type: 'string' },
      exit: { type: 'boolean' },
      host: { type: 'boolean' },
      tiles: { type: 'string' },
      fresh: { type: 'boolean' },
      data: { type: 'string' },
      watch: { type: 'boolean' },
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
    throw new InvalidArgument('--speed requires --mdrp');
  }
  if (values.exit && values.orders === undefined) {
    throw new InvalidArgument('--exit requires --orders');
  }
  const watch = values.watch ?? false;
  const engine = values.engine ?? (watch ? 'service' : 'in-process');
  if (engine !== 'service' && (watch || engine !== 'in-process')) {
    throw new InvalidArgument(`--engine must be ${watch ? '' : 'in-process or '}service`);
  }
  const tiles = values.tiles ?? 'openstreetmap';
  if (tiles !== 'openstreetmap' && tiles !== 'none') {
    throw new InvalidArgument('--tiles must be openstreetmap or none');
  }
  return {
    command: 'serve',
    port: integer('--port', values.port, 3000, { min: 1, max: 65_535 - HTTPS_PORT_OFFSET }),
    drivers: integer('--drivers', values.drivers, 8, { min: 0, max: 10_000 }),
    engine,
    orders:
      values.orders === undefined
        ? undefined
        : integer('--orders', values.orders, 0, { min: 0, max: 100_000 }),
    exit: values.exit ?? false,
    host: values.host ?? false,
    tiles,
    fresh: values.fresh ?? false,
    data: values.data,
    watch,
  };
}

function positive(name: string, text: string | undefined, fallback: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (!(value > 0)) {
    throw new InvalidArgument(`${name} must be a number above 0`);
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
    throw new InvalidArgument(`${name} must be an integer from ${min} to ${max}`);
  }
  return value;
}
