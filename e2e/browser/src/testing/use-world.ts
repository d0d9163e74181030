import { leaveNothing } from '../../../src/testing/leave-nothing';
import { Dashboard } from './dashboard';
import { Shop } from './shop';
import { startWorld, type StartedWorld } from './start-world';

/** Upper bound for building the dashboard and starting the shop. */
const START_TIMEOUT_MS = 900_000;

/** Upper bound for a test on a machine that is busy. */
const TEST_TIMEOUT_MS = 300_000;

export interface UnderTest {
  shop: Shop;
  dashboard: Dashboard;
}

/**
 * Starts a shop for the suites of a file, and a browser in which the superadministrator is logged in. A test fails if it
 * leaves a driver online or a delivery open, or if the content security policy refuses anything on its pages.
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
  leaveNothing(() => test!.shop);
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
