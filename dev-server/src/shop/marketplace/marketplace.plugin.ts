import { NearestStoreStockLocationStrategy } from '@driver-dispatch/seller-store-info-plugin';
import { PluginCommonModule, VendurePlugin } from '@vendure/core';
import { MarketplaceOrderSellerStrategy } from './marketplace-order-seller-strategy';
import { sellerOrdersOnly, settlingPaymentHandler } from './payment';
import { sellerShippingEligibilityChecker } from './seller-shipping-eligibility-checker';
import { SellerShippingLineAssignmentStrategy } from './seller-shipping-line-assignment-strategy';
import { SellerStockAllocationStrategy } from './seller-stock-allocation-strategy';

/**
 * Configures a Vendure shop as a marketplace with one channel per seller. Requires the seller-store-info plugin, which
 * chooses the stock location of each order line.
 */
@VendurePlugin({
  imports: [PluginCommonModule],
  compatibility: '^3.0.0',
  configuration: (config) => {
    config.orderOptions.orderSellerStrategy = new MarketplaceOrderSellerStrategy();
    config.orderOptions.stockAllocationStrategy = new SellerStockAllocationStrategy();
    config.catalogOptions.stockLocationStrategy = new NearestStoreStockLocationStrategy();
    config.shippingOptions.shippingLineAssignmentStrategy = new SellerShippingLineAssignmentStrategy();
    config.shippingOptions.shippingEligibilityCheckers.push(sellerShippingEligibilityChecker());
    config.paymentOptions.paymentMethodHandlers.push(settlingPaymentHandler);
    config.paymentOptions.paymentMethodEligibilityCheckers = [
      ...(config.paymentOptions.paymentMethodEligibilityCheckers ?? []),
      sellerOrdersOnly,
    ];
    return config;
  },
})
export class MarketplacePlugin {}
