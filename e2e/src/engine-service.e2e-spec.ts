import { deliveryLifecycle } from './testing/delivery-lifecycle.suite';
import { dispatcher } from './testing/dispatcher.suite';
import { MarketplaceUnderTest } from './testing/marketplace-under-test';
import { requireCleanup } from './testing/require-cleanup';
import { webhook } from './testing/webhook.suite';

describe('engine as a service', () => {
  let marketplace: MarketplaceUnderTest;

  beforeAll(async () => {
    marketplace = await MarketplaceUnderTest.start('service', { reassignment: true });
  });

  afterAll(() => marketplace?.stop());

  requireCleanup(() => marketplace);

  // Runs first: it counts deliveries and alerts.
  dispatcher(() => marketplace);
  deliveryLifecycle(() => marketplace);
  webhook(() => marketplace);
});
