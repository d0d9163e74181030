import { PostgresServer } from '@driver-dispatch/local-servers';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandLineOf, isAlive } from './process-identity';
import { UserError } from './user-error';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'beforeExit'] as const;

/** How long an abandoned PostgreSQL may take to end, in milliseconds. */
const ORPHAN_PATIENCE_MS = 10_000;

export interface Cluster {
  server: PostgresServer;
  shopUrl: string;
  engineUrl: string;
}

/** Starts the development server's PostgreSQL with one database for the shop and one for the engine. */
export async function startCluster(directory: string): Promise<Cluster> {
  const data = join(directory, 'postgres');
  const complete = join(directory, 'cluster-is-complete');
  if (!existsSync(complete)) {
    // Left by a first start that was interrupted: half a cluster never starts.
    rmSync(data, { recursive: true, force: true });
  }
  await endOrphan(data);
  const server = await keepingOwnSignals(() => PostgresServer.start({ directory: data }));
  const shopUrl = await server.createDatabase('vendure');
  const engineUrl = await server.createDatabase('engine');
  writeFileSync(complete, '');
  return { server, shopUrl, engineUrl };
}

/** Starts a PostgreSQL that leaves nothing behind. */
export function startTemporaryCluster(): Promise<PostgresServer> {
  return keepingOwnSignals(() => PostgresServer.start());
}

/**
 * A PostgreSQL whose development server was killed goes on without it and holds the folder; it is ended. A
 * pid file whose process is gone or is no PostgreSQL of this folder is removed, as PostgreSQL itself would
 * take any process of that id for the old server.
 */
async function endOrphan(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) {
    return;
  }
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (!pid || !commandLineOf(pid)?.includes(data)) {
    rmSync(file, { force: true });
    return;
  }
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + ORPHAN_PATIENCE_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      throw new UserError(`A PostgreSQL of an earlier start (process ${pid}) does not end. Please stop it.`);
    }
    await wait(100);
  }
}

/**
 * The embedded PostgreSQL ends itself and the process at the first signal, in no order with the rest: its
 * handlers are taken off again, as the development server stops it last.
 */
async function keepingOwnSignals<T>(start: () => Promise<T>): Promise<T> {
  const before = new Map(SIGNALS.map((signal) => [signal, process.rawListeners(signal)]));
  try {
    return await start();
  } finally {
    for (const [signal, known] of before) {
      for (const listener of process.rawListeners(signal)) {
        if (!known.includes(listener)) {
          process.removeListener(signal, listener as () => void);
        }
      }
    }
  }
}
