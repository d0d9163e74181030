export * from './child';
export * from './command';
export * from './engine-command';
export * from './keys';
export * from './marked-page';
export * from './shop-process';
export type { TestOrder } from './shop/test-order.plugin';
export type { ShopEnvironment } from './shop/shop-environment';
