import { LanguageCode, PaymentMethodEligibilityChecker, PaymentMethodHandler } from '@vendure/core';

/** Code of the payment method the customer pays with. */
export const CARD = 'card';

/** Code of the payment method that hands a seller its share of a paid order. */
export const SELLER_SHARE = 'seller-share';

/** Takes every payment as settled, without a payment provider. For development only. */
export const settlingPaymentHandler = new PaymentMethodHandler({
  code: 'settle-at-once',
  description: [{ languageCode: LanguageCode.en, value: 'Settles at once, without a payment provider' }],
  args: {},
  createPayment: (_ctx, order, amount, _args, metadata) => ({
    amount,
    state: 'Settled' as const,
    transactionId: `${order.code}-settled`,
    metadata,
  }),
  settlePayment: () => ({ success: true }),
});

/** Keeps {@link SELLER_SHARE} away from customers. */
export const sellerOrdersOnly = new PaymentMethodEligibilityChecker({
  code: 'seller-orders-only',
  description: [{ languageCode: LanguageCode.en, value: 'For the orders of sellers only' }],
  args: {},
  check: (_ctx, order) => order.type === 'Seller',
});
