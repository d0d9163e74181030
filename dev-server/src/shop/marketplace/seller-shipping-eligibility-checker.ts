import {
  idsAreEqual,
  LanguageCode,
  ShippingEligibilityChecker,
  ShippingMethod,
  TransactionalConnection,
} from '@vendure/core';
import { sellerChannelOf } from './seller-channel-of';

/** Code of the checker that {@link sellerShippingEligibilityChecker} makes. */
export const CART_HOLDS_GOODS_OF_THE_SELLER = 'cart-holds-goods-of-the-seller';

/** Offers a seller's shipping method to carts that hold something of that seller, and to no others. */
export function sellerShippingEligibilityChecker(): ShippingEligibilityChecker {
  let connection: TransactionalConnection;
  return new ShippingEligibilityChecker({
    code: CART_HOLDS_GOODS_OF_THE_SELLER,
    description: [{ languageCode: LanguageCode.en, value: 'The cart holds goods of the seller' }],
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
      const seller = sellerChannelOf(channels);
      return (
        !seller ||
        order.lines.some((line) => line.sellerChannelId && idsAreEqual(line.sellerChannelId, seller.id))
      );
    },
  });
}
