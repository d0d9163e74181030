export { DriverFleet, type DriverFleetOptions } from './drivers/driver-fleet';
export { SimulatedDriver, type SimulatedDriverOptions } from './drivers/simulated-driver';
export {
  CUSTOMER,
  sellerLogin,
  SELLERS,
  type ProductSeed,
  type SellerSeed,
  type StoreSeed,
} from './shop/berlin-catalog';
export {
  ADMIN_API_PATH,
  marketplaceConfig,
  SHOP_API_PATH,
  SUPERADMIN,
  type MarketplaceConfigOptions,
} from './shop/marketplace-config';
export { MarketplacePlugin } from './shop/marketplace/marketplace.plugin';
export { seedMarketplace, type SeedOptions, type SeedResult } from './shop/seed/seed-marketplace';
export { DASHBOARD_DIRECTORY } from './shop/dashboard-directory';
export { DASHBOARD_PATH, shopConfig, type ShopConfigOptions } from './shop/shop-config';
export { DeliveryWatcher, type WatchedDelivery, type WatchedSellerOrder } from './shopper/delivery-watcher';
export { GraphqlClient } from './shopper/graphql-client';
export { Shopper, type GuestOrder, type PlacedOrder, type ShopperAddress } from './shopper/shopper';
export { createGuestOrder } from './shopper/guest-orders';
