import { geocodingSuite } from './testing/geocoding.suite';
import { openingHoursSuite } from './testing/opening-hours.suite';
import { pickupSuite } from './testing/pickup.suite';
import { sellerStoresSuite } from './testing/seller-stores.suite';
import { sellerDeliverySuite } from './testing/seller-delivery.suite';
import { shippingSuite } from './testing/shipping.suite';
import { openShop, type Shop } from './testing/shop';
import { storeFieldsSuite } from './testing/store-fields.suite';
import { storePauseSuite } from './testing/store-pause.suite';
import { storesNearSuite } from './testing/stores-near.suite';

/** All suites share one server, because it takes ten seconds to start. */
let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});

afterAll(async () => {
  await shop?.marketplace.close();
  await shop?.nominatim.stop();
});

storeFieldsSuite(() => shop);
storePauseSuite(() => shop);
sellerStoresSuite(() => shop);
storesNearSuite(() => shop);
openingHoursSuite(() => shop);
pickupSuite(() => shop);
geocodingSuite(() => shop);
shippingSuite(() => shop);
sellerDeliverySuite(() => shop);
