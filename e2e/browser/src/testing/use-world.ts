import { Dashboard } from './dashboard';
import { cleanUp } from './left-behind';
import { Shop } from './shop';

/** The first file builds the dashboard and starts the shop; the machine may have to install a browser. */
const START_TIMEOUT_MS = 900_000;

/** Upper bound for a test on a machine that is busy. */
const TEST_TIMEOUT_MS = 300_000;

export interface UnderTest {
  shop: Shop;
  dashboard: Dashboard;
}

/**
 * Gives the tests of a file the shop of their Jest worker, and a browser of their own in which the superadministrator is logged in.
 * A test that leaves a driver online or a delivery open fails, and names it; so does one on whose pages the content security
 * policy refuses anything.
 */
export function useWorld(): () => UnderTest {
  let test: UnderTest | undefined;
  jest.setTimeout(TEST_TIMEOUT_MS);

  beforeAll(async () => {
    const shop = await Shop.ofWorker();
    test = { shop, dashboard: await Dashboard.open(shop.dashboardUrl) };
    await test.dashboard.logIn();
  }, START_TIMEOUT_MS);

  afterEach(async () => {
    if (test) {
      expect(await cleanUp(test.shop)).toEqual([]);
      expect(test.dashboard.violations.splice(0)).toEqual([]);
    }
  });

  afterAll(async () => {
    await test?.dashboard.close();
    test?.shop.close();
  });

  return () => test!;
}
