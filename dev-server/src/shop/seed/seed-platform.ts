import {
  ChannelService,
  Country,
  CountryService,
  CurrencyCode,
  isGraphQlErrorResult,
  LanguageCode,
  PaymentMethod,
  PaymentMethodService,
  TaxCategory,
  TaxCategoryService,
  TaxRate,
  TaxRateService,
  TransactionalConnection,
  Zone,
  ZoneService,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { CARD, SELLER_SHARE, sellerOrdersOnly, settlingPaymentHandler } from '../marketplace/payment';
import type { Services } from './services';

/** Entities that every seller's channel refers to. */
export interface PlatformBasics {
  zoneId: ID;
  paymentMethodIds: ID[];
}

const VAT_PERCENT = 19;

/** Creates missing country, zone, taxes and payment methods, and configures the default channel. */
export async function seedPlatform(app: Services, ctx: RequestContext): Promise<PlatformBasics> {
  const zoneId = await zoneOfGermany(app, ctx);
  await valueAddedTax(app, ctx, zoneId);
  const updated = await app.get(ChannelService).update(ctx, {
    id: ctx.channelId,
    defaultCurrencyCode: CurrencyCode.EUR,
    availableCurrencyCodes: [CurrencyCode.EUR],
    pricesIncludeTax: true,
    defaultTaxZoneId: zoneId,
    defaultShippingZoneId: zoneId,
  });
  if (isGraphQlErrorResult(updated)) {
    throw new Error(`Configuring the default channel failed: ${updated.message}`);
  }
  const card = await paymentMethod(app, ctx, CARD, 'Card');
  const share = await paymentMethod(app, ctx, SELLER_SHARE, 'Share of a seller', sellerOrdersOnly.code);
  return { zoneId, paymentMethodIds: [card, share] };
}

async function zoneOfGermany(app: Services, ctx: RequestContext): Promise<ID> {
  const connection = app.get(TransactionalConnection);
  const country =
    (await connection.getRepository(ctx, Country).findOneBy({ code: 'DE' })) ??
    (await app.get(CountryService).create(ctx, {
      code: 'DE',
      enabled: true,
      translations: [{ languageCode: LanguageCode.en, name: 'Germany' }],
    }));
  const zone = await connection.getRepository(ctx, Zone).findOneBy({ name: 'Germany' });
  const { id } = zone ?? (await app.get(ZoneService).create(ctx, { name: 'Germany' }));
  await app.get(ZoneService).addMembersToZone(ctx, { zoneId: id, memberIds: [country.id] });
  return id;
}

async function valueAddedTax(app: Services, ctx: RequestContext, zoneId: ID): Promise<void> {
  const connection = app.get(TransactionalConnection);
  const category =
    (await connection.getRepository(ctx, TaxCategory).findOneBy({ name: 'Standard' })) ??
    (await app.get(TaxCategoryService).create(ctx, { name: 'Standard', isDefault: true }));
  const name = `VAT ${VAT_PERCENT} %`;
  if (!(await connection.getRepository(ctx, TaxRate).findOneBy({ name }))) {
    await app.get(TaxRateService).create(ctx, {
      name,
      value: VAT_PERCENT,
      enabled: true,
      zoneId,
      categoryId: category.id,
    });
  }
}

async function paymentMethod(
  app: Services,
  ctx: RequestContext,
  code: string,
  name: string,
  checker?: string,
): Promise<ID> {
  const found = await app.get(TransactionalConnection).getRepository(ctx, PaymentMethod).findOneBy({ code });
  const method =
    found ??
    (await app.get(PaymentMethodService).create(ctx, {
      code,
      enabled: true,
      handler: { code: settlingPaymentHandler.code, arguments: [] },
      checker: checker ? { code: checker, arguments: [] } : undefined,
      translations: [{ languageCode: LanguageCode.en, name, description: '' }],
    }));
  return method.id;
}
