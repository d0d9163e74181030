export { SellerStoreInfoPlugin } from './seller-store-info.plugin';
export type { OpeningHours, OpeningPeriod, Weekday } from './opening-hours/opening-hours';
export { opennessAt, type Openness, type OpeningRules } from './opening-hours/openness';
export type { SellerStoreInfoOptions } from './plugin-options';
export { StockLocationPickupStrategy } from './pickup/stock-location-pickup-strategy';
export type { StoreFields, VariantFields } from './store-fields/custom-stock-location-fields';
export { isLocated, type LocatedStore, type NearbyStore, type Store } from './stores/store';
export { PreparationService } from './stores/preparation.service';
export { StoreService } from './stores/store.service';
