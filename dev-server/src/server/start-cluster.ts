import { PostgresServer, UserError } from '@driver-dispatch/local-servers';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Cluster {
  server: PostgresServer;
  shopUrl: string;
  engineUrl: string;
}

/**
 * Starts PostgreSQL with one database for the shop and one for the engine. Requires that this process has locked the
 * directory and no PostgreSQL of an earlier start runs in it.
 *
 * @param fresh whether the data of earlier starts is deleted first
 * @throws UserError if PostgreSQL does not start
 */
export async function startCluster(directory: string, fresh: boolean): Promise<Cluster> {
  const data = join(directory, 'postgres');
  const complete = join(directory, 'cluster-is-complete');
  if (fresh || !existsSync(complete)) {
    // Without this file the first start was interrupted. An incomplete cluster does not start.
    rmSync(complete, { force: true });
    rmSync(data, { recursive: true, force: true });
  }
  // PostgreSQL does not start if any process has the id in this file.
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
      throw new UserError(`${error.message} To start with empty databases: npm start -- --fresh`, {
        cause: error,
      });
    }
    throw error;
  }
}
