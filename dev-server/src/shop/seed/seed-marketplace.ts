import {
  ChannelService,
  Customer,
  CustomerService,
  isGraphQlErrorResult,
  TransactionalConnection,
} from '@vendure/core';
import { CUSTOMER, SELLERS, type SellerSeed } from '../catalog-of-berlin';
import { adminContext } from './admin-context';
import { seedPlatform } from './seed-platform';
import { seedProducts } from './seed-products';
import { seedSeller } from './seed-seller';
import type { Services } from './services';

export interface SeedResult {
  /** False when the marketplace was there already. */
  seeded: boolean;
}

export interface SeedOptions {
  /** @default the two sellers of {@link SELLERS} */
  sellers?: readonly SellerSeed[];
  /** Told before each part, so that a person sees what takes a moment. */
  onProgress?: (part: string) => void;
}

/**
 * Fills a bootstrapped shop with sellers, stores, products, and what selling them needs. Safe to repeat: each
 * part is looked for before it is made, and the customer account, made last, tells that all is there.
 */
export async function seedMarketplace(app: Services, options: SeedOptions = {}): Promise<SeedResult> {
  const { sellers = SELLERS, onProgress = () => undefined } = options;
  const connection = app.get(TransactionalConnection);
  const customers = connection.rawConnection.getRepository(Customer);
  if (await customers.findOneBy({ emailAddress: CUSTOMER.emailAddress })) {
    return { seeded: false };
  }

  const platform = await app.get(ChannelService).getDefaultChannel();
  onProgress('country, taxes and payment');
  const basics = await seedPlatform(app, await adminContext(app, platform));
  const platformContext = await adminContext(app, await app.get(ChannelService).getDefaultChannel());
  for (const seller of sellers) {
    onProgress(seller.name);
    const { channel, stockLocationId } = await seedSeller(app, platformContext, seller, basics);
    await seedProducts(app, await adminContext(app, channel), seller.products, stockLocationId);
  }

  const { password, ...person } = CUSTOMER;
  const customer = await app.get(CustomerService).create(platformContext, person, password);
  if (isGraphQlErrorResult(customer)) {
    throw new Error(`The customer account can't be made: ${customer.message}`);
  }
  return { seeded: true };
}
