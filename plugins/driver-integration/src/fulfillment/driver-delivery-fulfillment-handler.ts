import { LanguageCode } from '@vendure/common/lib/generated-types';
import { FulfillmentHandler } from '@vendure/core';
import { DRIVER_DELIVERY_HANDLER } from './handler-code';
import { FulfillmentTriggerService } from './fulfillment-trigger.service';

/**
 * A fulfillment that a driver brings. Opt-in: add it to `shippingOptions.fulfillmentHandlers`. Making one tells the
 * readiness strategy so; the pick-up ships it and the drop-off delivers it where `transitionOrders` is on.
 *
 * @example
 * ```ts
 * shippingOptions: { fulfillmentHandlers: [manualFulfillmentHandler, driverDeliveryFulfillmentHandler] }
 * ```
 */
export const driverDeliveryFulfillmentHandler = makeHandler();

function makeHandler() {
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
