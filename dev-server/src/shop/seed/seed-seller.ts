import { PRICE_BY_DISTANCE, STORE_DELIVERS } from '@driver-dispatch/seller-store-info-plugin';
import {
  Channel,
  ChannelService,
  CurrencyCode,
  isGraphQlErrorResult,
  LanguageCode,
  manualFulfillmentHandler,
  PaymentMethod,
  Seller,
  SellerService,
  ShippingMethod,
  ShippingMethodService,
  TransactionalConnection,
  type ID,
  type RequestContext,
} from '@vendure/core';
import type { ConfigArgInput } from '@vendure/common/lib/generated-types';
import type { SellerSeed } from '../berlin-catalog';
import { adminContext } from './admin-context';
import type { PlatformBasics } from './seed-platform';
import { seedStore } from './seed-store';
import type { Services } from './services';

export interface SeededSeller {
  channel: Channel;
  stockLocationId: ID;
}

/** Creates a seller with a channel, a store with coordinates and a shipping method, if they are missing. */
export async function seedSeller(
  app: Services,
  platformContext: RequestContext,
  seed: SellerSeed,
  basics: PlatformBasics,
): Promise<SeededSeller> {
  const channel = await sellerChannel(app, platformContext, seed, basics.zoneId);
  const ctx = await adminContext(app, channel);
  for (const methodId of basics.paymentMethodIds) {
    await app.get(ChannelService).assignToChannels(ctx, PaymentMethod, methodId, [channel.id]);
  }
  await shippingMethod(app, ctx, seed);
  return { channel, stockLocationId: await seedStore(app, ctx, seed.store) };
}

async function sellerChannel(
  app: Services,
  ctx: RequestContext,
  { name, code }: SellerSeed,
  zoneId: ID,
): Promise<Channel> {
  const connection = app.get(TransactionalConnection);
  const found = await connection.getRepository(ctx, Channel).findOneBy({ code });
  if (found) {
    return found;
  }
  const seller =
    (await connection.getRepository(ctx, Seller).findOneBy({ name })) ??
    (await app.get(SellerService).create(ctx, { name }));
  const channel = await app.get(ChannelService).create(ctx, {
    code,
    token: `${code}-token`,
    sellerId: seller.id,
    defaultLanguageCode: LanguageCode.en,
    defaultCurrencyCode: CurrencyCode.EUR,
    pricesIncludeTax: true,
    defaultTaxZoneId: zoneId,
    defaultShippingZoneId: zoneId,
  });
  if (isGraphQlErrorResult(channel)) {
    throw new Error(`Creating the channel of ${name} failed: ${channel.message}`);
  }
  return channel;
}

async function shippingMethod(app: Services, ctx: RequestContext, seed: SellerSeed): Promise<void> {
  const code = `${seed.code}-driver`;
  if (await app.get(TransactionalConnection).getRepository(ctx, ShippingMethod).findOneBy({ code })) {
    return;
  }
  await app.get(ShippingMethodService).create(ctx, {
    code,
    fulfillmentHandler: manualFulfillmentHandler.code,
    checker: {
      code: STORE_DELIVERS,
      arguments: configArguments({
        maxDistanceMetres: 0,
        onlyWhileOpen: true,
        minutesBeforeOpening: 0,
        // A dispatcher can set the drop-off later.
        allowUnknownAddress: true,
      }),
    },
    calculator: {
      code: PRICE_BY_DISTANCE,
      arguments: configArguments({
        base: seed.deliveryPrice,
        perKm: 40,
        steps: '[]',
        freeAbove: 6000,
        includesTax: 'auto',
        taxRate: 19,
      }),
    },
    translations: [{ languageCode: LanguageCode.en, name: `Driver of ${seed.name}`, description: '' }],
  });
}

function configArguments(values: Record<string, string | number | boolean>): ConfigArgInput[] {
  return Object.entries(values).map(([name, value]) => ({ name, value: String(value) }));
}
