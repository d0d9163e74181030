/** What the plugin adds to a Vendure `StockLocation`; null or absent means the shop has not said. */
export interface StoreFields {
  /** Degrees, WGS 84. */
  storeLatitude?: number | null;
  /** Degrees, WGS 84. */
  storeLongitude?: number | null;
  storeStreet?: string | null;
  storeCity?: string | null;
  storePostalCode?: string | null;
  storeProvince?: string | null;
  /** ISO 3166-1 alpha-2, such as `DE`. */
  storeCountryCode?: string | null;
  storePhone?: string | null;
  /** Minutes. */
  preparationMinutes?: number | null;
  /** Metres. */
  deliveryRadiusMetres?: number | null;
  /** IANA, such as `Europe/Berlin`. */
  storeTimeZone?: string | null;
  /** JSON as `openingHoursSchema` has it. */
  storeOpeningHours?: string | null;
  storePausedUntil?: Date | string | null;
}

/** What the plugin adds to a Vendure `ProductVariant`. */
export interface VariantFields {
  /** Minutes on top of the store's. */
  extraPreparationMinutes?: number | null;
}

declare module '@vendure/core/dist/entity/custom-entity-fields' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a merged declaration needs no members
  interface CustomStockLocationFields extends StoreFields {}
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a merged declaration needs no members
  interface CustomProductVariantFields extends VariantFields {}
}
