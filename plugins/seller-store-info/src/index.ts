export { SellerStoreInfoPlugin } from './seller-store-info.plugin';
export type { SellerStoreInfoOptions } from './plugin-options';
export { StockLocationPickupStrategy } from './pickup/stock-location-pickup-strategy';
export type { StoreFields } from './store-fields/custom-stock-location-fields';
export { isLocated, type LocatedStore, type NearbyStore, type Store } from './stores/store';
export { StoreService } from './stores/store.service';
