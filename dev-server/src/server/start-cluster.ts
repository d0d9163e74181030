import { PostgresServer } from '@driver-dispatch/local-servers';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { commandLineOf, isAlive } from './process-identity';
import { UserError } from './user-error';

/** How long an abandoned PostgreSQL may take to end, in milliseconds. */
const ORPHAN_PATIENCE_MS = 10_000;

export interface Cluster {
  server: PostgresServer;
  shopUrl: string;
  engineUrl: string;
}

/**
 * Starts the development server's PostgreSQL with one database for the shop and one for the engine.
 *
 * @param fresh whether what earlier starts have stored is deleted first
 */
export async function startCluster(directory: string, fresh: boolean): Promise<Cluster> {
  const data = join(directory, 'postgres');
  const complete = join(directory, 'cluster-is-complete');
  await endOrphan(data);
  if (fresh || !existsSync(complete)) {
    // Without the mark it was left by a first start that was interrupted: half a cluster never starts.
    rmSync(complete, { force: true });
    rmSync(data, { recursive: true, force: true });
  }
  const server = await PostgresServer.start({ directory: data });
  const shopUrl = await server.createDatabase('vendure');
  const engineUrl = await server.createDatabase('engine');
  writeFileSync(complete, '');
  return { server, shopUrl, engineUrl };
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
