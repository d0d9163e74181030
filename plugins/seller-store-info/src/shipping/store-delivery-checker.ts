import { ShippingEligibilityChecker } from '@vendure/core';
import { inEnglishAndGerman as inBoth } from '../store-fields/in-english-and-german';
import { CartDeliveryService } from './cart-delivery.service';

/** Code of the checker that {@link storeDeliveryChecker} makes. */
export const STORE_DELIVERS = 'store-delivers';

/**
 * Offers a shipping method to carts that hold goods of its seller and that a store of the seller can deliver: near
 * enough, and open.
 */
export function storeDeliveryChecker() {
  let carts: CartDeliveryService;
  return new ShippingEligibilityChecker({
    code: STORE_DELIVERS,
    description: inBoth(
      'A store of the seller is near enough and open',
      'Ein Geschäft des Verkäufers ist nah genug und geöffnet',
    ),
    args: {
      maxDistanceMetres: {
        type: 'int',
        defaultValue: 0,
        ui: { component: 'number-form-input', suffix: 'm', min: 0 },
        label: inBoth('Greatest distance', 'Größte Entfernung'),
        description: inBoth(
          'Metres; the delivery radius of the store holds as well. 0: only that one',
          'Meter; der Lieferradius des Geschäfts gilt ebenfalls. 0: nur dieser',
        ),
      },
      onlyWhileOpen: {
        type: 'boolean',
        defaultValue: true,
        label: inBoth('Only while a store is open', 'Nur solange ein Geschäft geöffnet ist'),
      },
      minutesBeforeOpening: {
        type: 'int',
        defaultValue: 0,
        ui: { component: 'number-form-input', suffix: 'min', min: 0 },
        label: inBoth('Minutes before the opening', 'Minuten vor der Öffnung'),
        description: inBoth(
          'So long before it opens a store takes orders all the same',
          'So lange vor der Öffnung nimmt ein Geschäft schon Bestellungen an',
        ),
      },
      allowUnknownAddress: {
        type: 'boolean',
        defaultValue: false,
        label: inBoth('Also to addresses that are not found', 'Auch an Adressen, die nicht gefunden werden'),
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
