import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Dashboard } from './dashboard';
import { Shop } from './shop';

const BUILD = join(resolve(__dirname, '..', '..', '..', '..'), 'dev-server', 'bin', 'dashboard.mjs');

export interface UnderTest {
  shop: Shop;
  dashboard: Dashboard;
}

/** One shop and one browser for all suites, with the dashboard built of what is in the sources now. */
export async function startUnderTest(): Promise<UnderTest> {
  await promisify(execFile)(process.execPath, [BUILD]);
  const shop = await Shop.open();
  const dashboard = await Dashboard.open(shop.dashboardUrl);
  return { shop, dashboard };
}
