import {
  ChannelService,
  Customer,
  CustomerService,
  isGraphQlErrorResult,
  TransactionalConnection,
} from '@vendure/core';
import { CUSTOMER, SELLERS, type SellerSeed } from '../berlin-catalog';
import { adminContext } from './admin-context';
import { seedPlatform } from './seed-platform';
import { seedProducts } from './seed-products';
import { seedSeller } from './seed-seller';
import { seedSellerAdministrators } from './seed-seller-administrators';
import type { Services } from './services';

export interface SeedResult {
  /** False if the marketplace existed. */
  seeded: boolean;
}

export interface SeedOptions {
  /** @default the two sellers of {@link SELLERS} */
  sellers?: readonly SellerSeed[];
  /** Called with the name of each part before it is seeded. */
  onProgress?: (part: string) => void;
}

/**
 * Seeds a bootstrapped shop with sellers, stores, products, taxes and payment methods. Can be repeated: it creates only
 * missing parts. The customer account is created last, so its existence means that the seed is complete.
 */
export async function seedMarketplace(app: Services, options: SeedOptions = {}): Promise<SeedResult> {
  const { sellers = SELLERS, onProgress = () => undefined } = options;
  const connection = app.get(TransactionalConnection);
  const customers = connection.rawConnection.getRepository(Customer);
  const platform = await app.get(ChannelService).getDefaultChannel();
  if (await customers.findOneBy({ emailAddress: CUSTOMER.emailAddress })) {
    await seedSellerAdministrators(app, await adminContext(app, platform), sellers);
    return { seeded: false };
  }

  onProgress('country, taxes and payment');
  const basics = await seedPlatform(app, await adminContext(app, platform));
  const platformContext = await adminContext(app, await app.get(ChannelService).getDefaultChannel());
  for (const seller of sellers) {
    onProgress(seller.name);
    const { channel, stockLocationId } = await seedSeller(app, platformContext, seller, basics);
    await seedProducts(app, await adminContext(app, channel), seller.products, stockLocationId);
  }
  await seedSellerAdministrators(app, await adminContext(app, platform), sellers);

  const { password, ...person } = CUSTOMER;
  const customer = await app.get(CustomerService).create(platformContext, person, password);
  if (isGraphQlErrorResult(customer)) {
    throw new Error(`Creating the customer account failed: ${customer.message}`);
  }
  return { seeded: true };
}
