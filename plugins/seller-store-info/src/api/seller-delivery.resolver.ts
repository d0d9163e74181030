import { pointSchema, type GeocodingAddress } from '@driver-dispatch/contract';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, Permission, RequestContext, UserInputError, type ID } from '@vendure/core';
import { SellerDeliveryService, type SellerDelivery } from '../delivery/seller-delivery.service';

interface SellerDeliveryInput {
  sellerId: ID;
  point?: { lat: number; lon: number } | null;
  address?: GeocodingAddress | null;
  productVariantIds?: ID[] | null;
}

const MAX_VARIANTS = 100;

/** The query `sellerDelivery` of the Shop API. */
@Resolver()
export class SellerDeliveryResolver {
  constructor(private readonly deliveries: SellerDeliveryService) {}

  @Query()
  @Allow(Permission.Public)
  sellerDelivery(
    @Ctx() ctx: RequestContext,
    @Args() { input }: { input: SellerDeliveryInput },
  ): Promise<SellerDelivery> {
    const { sellerId, address } = input;
    const point = input.point ? pointSchema.safeParse(input.point) : undefined;
    if (point?.error || (!point && !address)) {
      throw new UserInputError(
        point?.error ? `point: ${point.error.issues[0]?.message}` : 'point or address must be given',
      );
    }
    const productVariantIds = input.productVariantIds ?? [];
    if (productVariantIds.length > MAX_VARIANTS) {
      throw new UserInputError(`productVariantIds: at most ${MAX_VARIANTS}`);
    }
    const query = { sellerId, point: point?.data, address: address ?? undefined, productVariantIds };
    return this.deliveries.deliveryOf(ctx, query);
  }
}
