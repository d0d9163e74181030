import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { populate } from '@vendure/core/cli';
import { LanguageCode, type InitialData } from '@vendure/core';

const PRODUCTS = join(__dirname, '../../src/shop/products.csv');

/** Initial data for orders through the Shop API. */
const BASICS: InitialData = {
  defaultLanguage: LanguageCode.en,
  defaultZone: 'Europe',
  countries: [{ name: 'Germany', code: 'DE', zone: 'Europe' }],
  taxRates: [{ name: 'Standard', percentage: 19 }],
  shippingMethods: [{ name: 'Driver', price: 290 }],
  paymentMethods: [
    {
      name: 'Card',
      handler: {
        code: 'dummy-payment-handler',
        arguments: [{ name: 'automaticSettle', value: 'true' }],
      },
    },
  ],
  collections: [],
};

/** Adds one product, a shipping method and a payment method to an empty shop. Each has the id 1. */
export async function addCatalogue(app: INestApplicationContext): Promise<void> {
  await populate(async () => app, BASICS, PRODUCTS);
}
