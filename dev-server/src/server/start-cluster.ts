import { PostgresServer, UserError } from '@driver-dispatch/local-servers';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Cluster {
  server: PostgresServer;
  shopUrl: string;
  engineUrl: string;
}

/**
 * Starts the development server's PostgreSQL with one database for the shop and one for the engine. This process has locked
 * the folder, and no PostgreSQL of an earlier start runs in it.
 *
 * @param fresh whether what earlier starts have stored is deleted first
 * @throws UserError when PostgreSQL does not start
 */
export async function startCluster(directory: string, fresh: boolean): Promise<Cluster> {
  const data = join(directory, 'postgres');
  const complete = join(directory, 'cluster-is-complete');
  if (fresh || !existsSync(complete)) {
    // Without the mark it was left by a first start that was interrupted: half a cluster never starts.
    rmSync(complete, { force: true });
    rmSync(data, { recursive: true, force: true });
  }
  // PostgreSQL takes any process of the id in this file for a server that still runs.
  rmSync(join(data, 'postmaster.pid'), { force: true });
  const server = await startIn(data);
  const shopUrl = await server.createDatabase('vendure');
  const engineUrl = await server.createDatabase('engine');
  writeFileSync(complete, '');
  return { server, shopUrl, engineUrl };
}

async function startIn(data: string): Promise<PostgresServer> {
  const existed = existsSync(data);
  try {
    return await PostgresServer.start({ directory: data });
  } catch (error) {
    if (existed && error instanceof UserError) {
      throw new UserError(`${error.message} npm start -- --fresh begins with empty databases.`, {
        cause: error,
      });
    }
    throw error;
  }
}
