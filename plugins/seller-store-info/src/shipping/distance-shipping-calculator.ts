import { ShippingCalculator, type RequestContext } from '@vendure/core';
import { DEFAULT_TERMS, type DeliveryTerms } from '../delivery/delivery-refusal';
import { inEnglishAndGerman as translated } from '../store-fields/in-english-and-german';
import { CartDeliveryService, type CartPart } from './cart-delivery.service';
import { distancePrice, parseSteps } from './distance-price';

/** Code of the {@link distanceShippingCalculator}. */
export const PRICE_BY_DISTANCE = 'price-by-distance';

/** For a method that is offered although no store delivers now: the nearest store determines the price. */
const ANY_STORE: DeliveryTerms = { maxDistanceMetres: 0, onlyWhileOpen: false, minutesBeforeOpening: 0 };

const price = { type: 'int', defaultValue: 0, ui: { component: 'currency-form-input' } } as const;

/**
 * Calculates the price from the distance between the seller's store and the drop-off. The distance of an address that is
 * not found is zero; the eligibility checker decides whether the method is offered.
 */
export function distanceShippingCalculator() {
  let carts: CartDeliveryService;
  return new ShippingCalculator({
    code: PRICE_BY_DISTANCE,
    description: translated("By distance from the seller's store", 'Nach Entfernung vom Geschäft'),
    args: {
      base: { ...price, label: translated('Base price', 'Grundpreis') },
      perKm: { ...price, label: translated('Price per kilometre', 'Preis je Kilometer') },
      steps: {
        type: 'string',
        list: true,
        required: false,
        label: translated('Steps', 'Stufen'),
        description: translated(
          'Metres and price in cents, such as 3000: 290. It replaces the base price up to this distance',
          'Meter und Preis in Cent, etwa 3000: 290. Ersetzt bis zu dieser Entfernung den Grundpreis',
        ),
      },
      freeAbove: {
        ...price,
        label: translated('Free from', 'Kostenlos ab'),
        description: translated(
          "Value of the seller's goods from which delivery is free; 0: never",
          'Warenwert des Verkäufers, ab dem die Lieferung kostenlos ist; 0: nie',
        ),
      },
      includesTax: {
        type: 'string',
        defaultValue: 'auto',
        ui: {
          component: 'select-form-input',
          options: [
            { label: translated('Including tax', 'Mit Steuer'), value: 'include' },
            { label: translated('Excluding tax', 'Ohne Steuer'), value: 'exclude' },
            { label: translated('Channel default', 'Kanaleinstellung'), value: 'auto' },
          ],
        },
        label: translated('Prices include tax', 'Preise enthalten Steuer'),
      },
      taxRate: {
        type: 'float',
        defaultValue: 0,
        ui: { component: 'number-form-input', suffix: '%', min: 0 },
        label: translated('Tax rate', 'Steuersatz'),
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

/** Value of the part's goods, with or without tax as configured in the channel. */
function goodsValue({ lines }: CartPart, ctx: RequestContext): number {
  return lines.reduce(
    (sum, line) =>
      sum + (ctx.channel.pricesIncludeTax ? line.discountedLinePriceWithTax : line.discountedLinePrice),
    0,
  );
}
