export interface SellerStoreInfoOptions {
  /**
   * Minutes a store takes to prepare an order, where its stock location does not say; a whole number from 0
   * to 1440.
   * @default 15
   * @example 25
   */
  defaultPreparationMinutes?: number;
  /**
   * IANA time zone that the opening hours of a store go by, where its stock location does not say.
   * @default 'UTC'
   * @example 'Europe/Berlin'
   */
  defaultTimeZone?: string;
}

export type ResolvedSellerStoreInfoOptions = Required<SellerStoreInfoOptions>;

/** Injection token of the {@link ResolvedSellerStoreInfoOptions}. */
export const SELLER_STORE_INFO_OPTIONS = Symbol('SELLER_STORE_INFO_OPTIONS');
