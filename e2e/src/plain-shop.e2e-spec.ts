import { leaveNothing } from './testing/leave-nothing';
import { PlainShop, STORE } from './testing/plain-shop';
import { reconciliation } from './testing/plain-shop/reconciliation.suite';
import { restoredEngine } from './testing/plain-shop/restored-engine.suite';
import { restoredShop } from './testing/plain-shop/restored-shop.suite';
import { stalledDeliveries } from './testing/plain-shop/stalled-deliveries.suite';
import { waitingDeliveries } from './testing/plain-shop/waiting-deliveries.suite';

describe('a shop without sellers, with the default options', () => {
  let shop: PlainShop;

  beforeAll(async () => {
    shop = await PlainShop.start({});
    await shop.locateStore(STORE);
  });

  afterAll(() => shop?.stop());

  leaveNothing(() => shop);

  // The count of compared deliveries includes those of other suites once they are five minutes old.
  reconciliation(() => shop);
  stalledDeliveries(() => shop);
  waitingDeliveries(() => shop);
  restoredEngine(() => shop);
  // Deletes all orders.
  restoredShop(() => shop);
});
