import { freePort } from '@driver-dispatch/local-servers';
import { ShopProcess } from '@driver-dispatch/processes';
import { Pool } from 'pg';
import type { Bench } from './bench';
import type { Fleet } from './fleet';

/** A Vendure shop with the plugin, and an engine that tells it of everything. */
export interface VendureWorld {
  shopPort: number;
  shopDatabase: Pool;
  fleet: Fleet;
}

/**
 * Runs a shop and an engine. PostgreSQL notes when each transaction was committed meanwhile: that is when others
 * can see what was done, and neither side's own columns say it.
 */
export async function withVendure<T>(bench: Bench, work: (world: VendureWorld) => Promise<T>): Promise<T> {
  const { servers, sizes } = bench;
  const fleet = await bench.fleet('uniform', sizes.city);
  const databaseUrl = await servers.postgres.createDatabase('shop');
  await noteCommitTimes(bench, fleet, true);
  const enginePort = await freePort();
  const shop = await ShopProcess.create({
    databaseUrl,
    engineUrl: `http://127.0.0.1:${enginePort}`,
    sendKeys: servers.keys.vendure.slice(0, 1),
    receiveKeys: servers.keys.webhook.slice(0, 1),
  });
  const shopDatabase = new Pool({ connectionString: databaseUrl, max: 2 });
  shopDatabase.on('error', () => undefined);
  try {
    await shop.start(bench.profiles?.nodeArgs('shop'));
    const environment = { WEBHOOK_URL: `http://127.0.0.1:${shop.port}/driver-dispatch/events` };
    return await bench.withEngines(fleet, { port: enginePort, environment }, () =>
      work({ shopPort: shop.port, shopDatabase, fleet }),
    );
  } finally {
    await shop.stop();
    await shopDatabase.end();
    await noteCommitTimes(bench, fleet, false);
  }
}

async function noteCommitTimes({ servers }: Bench, fleet: Fleet, on: boolean): Promise<void> {
  await fleet.database.query(`ALTER SYSTEM SET track_commit_timestamp = ${on ? 'on' : 'off'}`);
  await servers.postgres.halt();
  await servers.postgres.resume();
}
