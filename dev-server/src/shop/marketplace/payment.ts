import { LanguageCode, PaymentMethodEligibilityChecker, PaymentMethodHandler } from '@vendure/core';

/** Code of the customer's payment method. */
export const CARD = 'card';

/** Code of the payment method of seller orders. */
export const SELLER_SHARE = 'seller-share';

/** Settles every payment without a payment provider. For development only. */
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

/** Allows {@link SELLER_SHARE} for seller orders only. */
export const sellerOrdersOnly = new PaymentMethodEligibilityChecker({
  code: 'seller-orders-only',
  description: [{ languageCode: LanguageCode.en, value: 'For the orders of sellers only' }],
  args: {},
  check: (_ctx, order) => order.type === 'Seller',
});
