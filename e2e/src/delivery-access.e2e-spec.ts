import { requireCleanup } from './testing/require-cleanup';
import { administrators } from './testing/delivery-access/administrators.suite';
import { apiAccess } from './testing/delivery-access/api-access.suite';
import { sellerAdministrators } from './testing/delivery-access/seller-administrators.suite';
import { emails } from './testing/delivery-access/emails.suite';
import { splitOrderStates } from './testing/delivery-access/split-order-states.suite';
import { proofs } from './testing/delivery-access/proof.suite';
import { shoppers } from './testing/delivery-access/shopper.suite';
import { AccessTestSetup } from './testing/delivery-access/access-test-setup';
import { dispatcher } from './testing/dispatcher.suite';

describe('engine in the Vendure process', () => {
  let setup: AccessTestSetup;

  beforeAll(async () => {
    setup = await AccessTestSetup.start();
  });

  afterAll(async () => {
    await setup?.marketplace.stop();
  });

  requireCleanup(() => setup.marketplace);

  // Runs first: it counts deliveries and alerts.
  dispatcher(() => setup.marketplace);
  administrators(() => setup);
  sellerAdministrators(() => setup);
  splitOrderStates(() => setup);
  shoppers(() => setup);
  proofs(() => setup);
  emails(() => setup);
  apiAccess(() => setup);
});
