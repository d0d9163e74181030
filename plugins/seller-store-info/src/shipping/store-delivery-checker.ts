import { ShippingEligibilityChecker } from '@vendure/core';
import { inEnglishAndGerman as translated } from '../store-fields/in-english-and-german';
import { CartDeliveryService } from './cart-delivery.service';

/** Code of the {@link storeDeliveryChecker}. */
export const STORE_DELIVERS = 'store-delivers';

/**
 * Offers a shipping method to carts with goods of its seller, if a store of the seller is open and near enough.
 */
export function storeDeliveryChecker() {
  let carts: CartDeliveryService;
  return new ShippingEligibilityChecker({
    code: STORE_DELIVERS,
    description: translated(
      'A store of the seller is open and near enough',
      'Ein Geschäft des Verkäufers ist geöffnet und nah genug',
    ),
    args: {
      maxDistanceMetres: {
        type: 'int',
        defaultValue: 0,
        ui: { component: 'number-form-input', suffix: 'm', min: 0 },
        label: translated('Maximum distance', 'Maximale Entfernung'),
        description: translated(
          'Metres, in addition to the delivery radius of the store. 0: delivery radius only',
          'Meter, zusätzlich zum Lieferradius des Geschäfts. 0: nur der Lieferradius',
        ),
      },
      onlyWhileOpen: {
        type: 'boolean',
        defaultValue: true,
        label: translated('Only while a store is open', 'Nur während ein Geschäft geöffnet ist'),
      },
      minutesBeforeOpening: {
        type: 'int',
        defaultValue: 0,
        ui: { component: 'number-form-input', suffix: 'min', min: 0 },
        label: translated('Minutes before opening', 'Minuten vor Öffnung'),
        description: translated(
          'A closed store takes orders from this number of minutes before it opens',
          'So viele Minuten vor der Öffnung nimmt ein Geschäft bereits Bestellungen an',
        ),
      },
      allowUnknownAddress: {
        type: 'boolean',
        defaultValue: false,
        label: translated('Allow addresses that are not found', 'Nicht gefundene Adressen zulassen'),
      },
    },
    init: (injector) => {
      carts = injector.get(CartDeliveryService);
    },
    check: async (ctx, order, { allowUnknownAddress, ...terms }, method) => {
      const part = await carts.partOf(ctx, order, method);
      if (part.lines.length === 0) {
        return false;
      }
      const choice = await carts.storeFor(ctx, order, part, terms);
      return choice.deliverable || (choice.reason === 'ADDRESS_NOT_FOUND' && allowUnknownAddress);
    },
  });
}
