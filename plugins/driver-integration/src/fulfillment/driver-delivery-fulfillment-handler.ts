import { LanguageCode } from '@vendure/common/lib/generated-types';
import { FulfillmentHandler } from '@vendure/core';
import { DRIVER_DELIVERY_HANDLER } from './handler-code';
import { FulfillmentTriggerService } from './fulfillment-trigger.service';

/**
 * Fulfillment handler for delivery by a driver. Opt-in: add it to `shippingOptions.fulfillmentHandlers`. Creating a
 * fulfillment calls the readiness strategy. With `transitionOrders`, pickup and drop-off change the fulfillment to Shipped
 * and Delivered.
 *
 * @example
 * ```ts
 * shippingOptions: { fulfillmentHandlers: [manualFulfillmentHandler, driverDeliveryFulfillmentHandler] }
 * ```
 */
export const driverDeliveryFulfillmentHandler = createHandler();

function createHandler() {
  let trigger: FulfillmentTriggerService;
  return new FulfillmentHandler({
    code: DRIVER_DELIVERY_HANDLER,
    description: [
      { languageCode: LanguageCode.en, value: 'Driver delivery' },
      { languageCode: LanguageCode.de, value: 'Lieferung durch Fahrer' },
    ],
    args: {},
    init: (injector) => {
      trigger = injector.get(FulfillmentTriggerService);
    },
    createFulfillment: (ctx, orders) => trigger.describe(ctx, orders),
    onFulfillmentTransition: async (from, _to, { ctx, orders, fulfillment }) => {
      if (from === 'Created') {
        await trigger.created(ctx, orders, fulfillment.id);
      }
    },
  });
}
