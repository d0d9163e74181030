/** Why an administrator cancels a delivery. */
export const CANCEL_REASONS = [
  'CUSTOMER_REQUEST',
  'STORE_REQUEST',
  'GOODS_UNAVAILABLE',
  'NO_DRIVER',
  'WRONG_ADDRESS',
  'DUPLICATE',
  'OTHER',
] as const;

export type CancelReason = (typeof CANCEL_REASONS)[number];
