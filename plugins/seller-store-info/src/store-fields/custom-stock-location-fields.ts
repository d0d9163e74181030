/** Custom fields that the plugin adds to `StockLocation`. Null and undefined mean unset. */
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
  /** JSON that matches `openingHoursSchema`. */
  storeOpeningHours?: string | null;
  storePausedUntil?: Date | string | null;
}

/** Custom fields that the plugin adds to `ProductVariant`. */
export interface VariantFields {
  /** Minutes in addition to the preparation time of the store. */
  extraPreparationMinutes?: number | null;
}

declare module '@vendure/core/dist/entity/custom-entity-fields' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a merged declaration needs no members
  interface CustomStockLocationFields extends StoreFields {}
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a merged declaration needs no members
  interface CustomProductVariantFields extends VariantFields {}
}
