import { join } from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { populate } from '@vendure/core/cli';

const DATA = join(__dirname, '../../../starter-shop/populate');

/** Gives an empty shop the starter shop's product, shipping method and payment method. Each has the id 1. */
export async function addCatalogue(app: INestApplicationContext): Promise<void> {
  await populate(async () => app, join(DATA, 'initial-data.json'), join(DATA, 'products.csv'));
}
