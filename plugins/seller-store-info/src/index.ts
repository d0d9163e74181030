export { SellerStoreInfoPlugin } from './seller-store-info.plugin';
export type { DeliveryRefusal } from './delivery/delivery-refusal';
export {
  SellerDeliveryService,
  type SellerDelivery,
  type SellerDeliveryQuery,
} from './delivery/seller-delivery.service';
export type { DistanceStrategy, Travel } from './configuration/distance-strategy';
export {
  GreatCircleDistanceStrategy,
  type GreatCircleDistanceOptions,
} from './configuration/great-circle-distance-strategy';
export { OsrmDistanceStrategy, type OsrmDistanceOptions } from './configuration/osrm-distance-strategy';
export { CachedGeocodingStrategy } from './geocoding/cached-geocoding-strategy';
export type { GeocodingStrategy } from './configuration/geocoding-strategy';
export { GeocodingService } from './geocoding/geocoding.service';
export { NoGeocodingStrategy } from './configuration/no-geocoding-strategy';
export {
  NominatimGeocodingStrategy,
  type NominatimGeocodingOptions,
} from './configuration/nominatim-geocoding-strategy';
export {
  PostalCodeGeocodingStrategy,
  type PostalCodeGeocodingOptions,
} from './configuration/postal-code-geocoding-strategy';
export type { OpeningHours, OpeningPeriod, Weekday } from './opening-hours/opening-hours';
export { openingStatusAt, type OpeningStatus, type OpeningRules } from './opening-hours/opening-status';
export { distanceShippingCalculator, PRICE_BY_DISTANCE } from './shipping/distance-shipping-calculator';
export { STORE_DELIVERS, storeDeliveryChecker } from './shipping/store-delivery-checker';
export { NearestStoreStockLocationStrategy } from './stock/nearest-store-stock-location-strategy';
export type { SellerStoreInfoOptions } from './configuration/options';
export { StockLocationPickupStrategy } from './pickup/stock-location-pickup-strategy';
export type { StoreFields, VariantFields } from './store-fields/custom-stock-location-fields';
export { isLocated, type LocatedStore, type NearbyStore, type Store } from './stores/store';
export type { RoutedStore } from './stores/store-distance.service';
export { StoreService } from './stores/store.service';
