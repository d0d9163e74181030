import { requireCleanup } from '../../../src/testing/require-cleanup';
import { Dashboard } from './dashboard';
import { Shop } from './shop';
import { startWorld, type StartedWorld } from './start-world';

/** Timeout for building the dashboard and starting the shop. */
const START_TIMEOUT_MS = 900_000;

/** Timeout of a test, long enough for a busy machine. */
const TEST_TIMEOUT_MS = 300_000;

export interface UnderTest {
  shop: Shop;
  dashboard: Dashboard;
}

/**
 * Starts the shop of a test file and a browser in which the superadministrator is logged in. A test fails if it leaves a
 * driver online or a delivery open, or if its pages violate the content security policy.
 */
export function useWorld(): () => UnderTest {
  let started: StartedWorld | undefined;
  let test: UnderTest | undefined;
  jest.setTimeout(TEST_TIMEOUT_MS);

  beforeAll(async () => {
    started = await startWorld();
    const shop = await Shop.of(started.world);
    test = { shop, dashboard: await Dashboard.open(shop.dashboardUrl) };
    await test.dashboard.logIn();
  }, START_TIMEOUT_MS);

  afterEach(() => test?.shop.tidyUp());
  requireCleanup(() => test!.shop);
  afterEach(async () => {
    await test?.shop.endOpenWork();
    expect(test?.dashboard.violations.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await test?.dashboard.close();
    test?.shop.close();
    await started?.stop();
  });

  return () => test!;
}
