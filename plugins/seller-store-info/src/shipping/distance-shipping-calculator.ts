import { ShippingCalculator, type RequestContext } from '@vendure/core';
import { DEFAULT_TERMS, type DeliveryTerms } from '../delivery/delivery-refusal';
import { inEnglishAndGerman as inBoth } from '../store-fields/in-english-and-german';
import { CartDeliveryService, type CartPart } from './cart-delivery.service';
import { distancePrice, parseSteps } from './distance-price';

/** Code of the calculator that {@link distanceShippingCalculator} makes. */
export const PRICE_BY_DISTANCE = 'price-by-distance';

/** For a method that its checker offers though no store delivers now: the nearest store counts. */
const ANY_STORE: DeliveryTerms = { maxDistanceMetres: 0, onlyWhileOpen: false, minutesBeforeOpening: 0 };

const price = { type: 'int', defaultValue: 0, ui: { component: 'currency-form-input' } } as const;

/**
 * Prices a delivery by the way from the seller's store to the door. An address that is not found costs as much as one
 * next door: whether it is delivered to at all is the checker's decision.
 */
export function distanceShippingCalculator() {
  let carts: CartDeliveryService;
  return new ShippingCalculator({
    code: PRICE_BY_DISTANCE,
    description: inBoth("By the distance from the seller's store", 'Nach der Entfernung vom Geschäft'),
    args: {
      base: { ...price, label: inBoth('Base price', 'Grundpreis') },
      perKm: { ...price, label: inBoth('Price of a kilometre', 'Preis je Kilometer') },
      steps: {
        type: 'string',
        list: true,
        required: false,
        label: inBoth('Steps', 'Stufen'),
        description: inBoth(
          'Metres and price in cents, such as 3000: 290. Up to there the price holds in place of the base price',
          'Meter und Preis in Cent, etwa 3000: 290. Bis dahin gilt der Preis anstelle des Grundpreises',
        ),
      },
      freeAbove: {
        ...price,
        label: inBoth('Free above', 'Frei ab'),
        description: inBoth(
          "Value of the seller's goods from which on delivery is free; 0: never",
          'Warenwert des Verkäufers, ab dem die Lieferung frei ist; 0: nie',
        ),
      },
      includesTax: {
        type: 'string',
        defaultValue: 'auto',
        ui: {
          component: 'select-form-input',
          options: [
            { label: inBoth('Includes tax', 'Mit Steuer'), value: 'include' },
            { label: inBoth('Excludes tax', 'Ohne Steuer'), value: 'exclude' },
            { label: inBoth('As the channel', 'Wie der Kanal'), value: 'auto' },
          ],
        },
        label: inBoth('Prices include tax', 'Preise enthalten Steuer'),
      },
      taxRate: {
        type: 'float',
        defaultValue: 0,
        ui: { component: 'number-form-input', suffix: '%', min: 0 },
        label: inBoth('Tax rate', 'Steuersatz'),
      },
    },
    init: (injector) => {
      carts = injector.get(CartDeliveryService);
    },
    calculate: async (ctx, order, { includesTax, taxRate, steps, ...tariff }, method) => {
      const part = await carts.partOf(ctx, order, method);
      const now = await carts.storeFor(ctx, order, part, DEFAULT_TERMS);
      const { store } = now.deliverable ? now : await carts.storeFor(ctx, order, part, ANY_STORE);
      const priceIncludesTax =
        includesTax === 'auto' ? ctx.channel.pricesIncludeTax : includesTax === 'include';
      return {
        price: distancePrice(
          { ...tariff, steps: parseSteps(steps ?? []) },
          store?.distanceMetres ?? 0,
          goodsValue(part, ctx),
        ),
        priceIncludesTax,
        taxRate,
        metadata: store && { storeName: store.name, distanceMetres: Math.round(store.distanceMetres) },
      };
    },
  });
}

/** What the part's goods cost as the channel shows prices, with tax or without. */
function goodsValue({ lines }: CartPart, ctx: RequestContext): number {
  return lines.reduce(
    (sum, line) =>
      sum + (ctx.channel.pricesIncludeTax ? line.discountedLinePriceWithTax : line.discountedLinePrice),
    0,
  );
}
