import type { Order } from '@vendure/core';

/** Returns the custom field `deliveryInstructions` of an order's shipping address. */
export function instructionsOfAddress({ shippingAddress }: Order): string | undefined {
  const { deliveryInstructions } = (shippingAddress?.customFields ?? {}) as {
    deliveryInstructions?: unknown;
  };
  return typeof deliveryInstructions === 'string' ? deliveryInstructions : undefined;
}
