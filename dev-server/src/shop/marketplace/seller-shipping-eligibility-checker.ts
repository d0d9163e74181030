import { getSellerChannel } from '@driver-dispatch/contract';
import {
  idsAreEqual,
  LanguageCode,
  ShippingEligibilityChecker,
  ShippingMethod,
  TransactionalConnection,
} from '@vendure/core';

/** Code of {@link sellerShippingEligibilityChecker}. */
export const CART_CONTAINS_SELLER_GOODS = 'cart-contains-seller-goods';

/** Offers a seller's shipping method only to carts with goods of that seller. */
export function sellerShippingEligibilityChecker(): ShippingEligibilityChecker {
  let connection: TransactionalConnection;
  return new ShippingEligibilityChecker({
    code: CART_CONTAINS_SELLER_GOODS,
    description: [{ languageCode: LanguageCode.en, value: 'The cart contains goods of the seller' }],
    args: {},
    init: (injector) => {
      connection = injector.get(TransactionalConnection);
    },
    check: async (ctx, order, _args, method) => {
      const { channels } = await connection.getRepository(ctx, ShippingMethod).findOneOrFail({
        where: { id: method.id },
        relations: { channels: true },
        loadEagerRelations: false,
      });
      const seller = getSellerChannel(channels);
      return (
        !seller ||
        order.lines.some((line) => line.sellerChannelId && idsAreEqual(line.sellerChannelId, seller.id))
      );
    },
  });
}
