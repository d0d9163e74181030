import { requireCleanup } from './testing/require-cleanup';
import { PlainShop, STORE } from './testing/plain-shop';
import { personalData } from './testing/plain-shop/personal-data.suite';
import { reconciliation } from './testing/plain-shop/reconciliation.suite';
import { restoredEngine } from './testing/plain-shop/restored-engine.suite';
import { restoredShop } from './testing/plain-shop/restored-shop.suite';
import { stalledDeliveries } from './testing/plain-shop/stalled-deliveries.suite';
import { pendingDeliveries } from './testing/plain-shop/pending-deliveries.suite';

describe('shop without sellers, default options', () => {
  let shop: PlainShop;

  beforeAll(async () => {
    shop = await PlainShop.start({});
    await shop.locateStore(STORE);
  });

  afterAll(() => shop?.stop());

  requireCleanup(() => shop);

  // Runs first: the count of compared deliveries includes those of other suites once they are five minutes old.
  reconciliation(() => shop);
  stalledDeliveries(() => shop);
  pendingDeliveries(() => shop);
  personalData(() => shop);
  restoredEngine(() => shop);
  // Deletes all orders.
  restoredShop(() => shop);
});
