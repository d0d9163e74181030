import { leaveNothing } from './testing/leave-nothing';
import { administrators } from './testing/who-sees-a-delivery/administrators.suite';
import { apiAccess } from './testing/who-sees-a-delivery/api-access.suite';
import { desks } from './testing/who-sees-a-delivery/desk.suite';
import { emails } from './testing/who-sees-a-delivery/emails.suite';
import { followingOrders } from './testing/who-sees-a-delivery/following-orders.suite';
import { proofs } from './testing/who-sees-a-delivery/proof.suite';
import { shoppers } from './testing/who-sees-a-delivery/shopper.suite';
import { SplitOrder } from './testing/who-sees-a-delivery/split-order';

describe('who sees a delivery', () => {
  let placed: SplitOrder;

  beforeAll(async () => {
    placed = await SplitOrder.start();
  });

  afterAll(async () => {
    await placed?.marketplace.stop();
  });

  leaveNothing(() => placed.marketplace);

  administrators(() => placed);
  desks(() => placed);
  followingOrders(() => placed);
  shoppers(() => placed);
  proofs(() => placed);
  emails(() => placed);
  apiAccess(() => placed);
});
