import { deliveries } from './deliveries.suite';
import { drivers } from './drivers.suite';
import { engine } from './engine.suite';
import { keyboard } from './keyboard.suite';
import { mapPage } from './map-page.suite';
import { navigation } from './navigation.suite';
import { pages } from './pages.suite';
import { seller } from './seller.suite';
import { shipping } from './shipping.suite';
import { storefront } from './storefront.suite';
import { storePage } from './store-page.suite';
import { startUnderTest, type UnderTest } from './testing/under-test';

// The dashboard may have to be built first, and a browser to be installed.
jest.setTimeout(600_000);

describe('the dashboard', () => {
  let test: UnderTest;

  beforeAll(async () => {
    test = await startUnderTest();
    await test.dashboard.logIn();
  });

  afterAll(async () => {
    await test?.dashboard.close();
    await test?.shop.close();
  });

  // First those who bring what they send out to its end: a delivery that is left waiting takes the next driver.
  storefront(() => test);
  engine(() => test);
  navigation(() => test);
  mapPage(() => test);
  storePage(() => test);
  shipping(() => test);
  seller(() => test);
  // Before any suite that sends drivers on the road: here nobody takes what waits.
  keyboard(() => test);
  deliveries(() => test);
  drivers(() => test);
  pages(() => test);
});
