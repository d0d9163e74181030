import type { BoundingBox } from '@driver-dispatch/contract';
import { StockMovementType } from '@vendure/common/lib/generated-types';
import { Allocation, StockLocation, type Channel, type ID } from '@vendure/core';
import { Brackets, type SelectQueryBuilder } from 'typeorm';

/** A query with the alias `location` for the stock location. */
export type StockLocationQuery = SelectQueryBuilder<StockLocation>;

/** Filters by channel. Vendure assigns every stock location to the default channel. */
export function inChannel(query: StockLocationQuery, channelId: ID): StockLocationQuery {
  return query.innerJoin('location.channels', 'visible', 'visible.id = :visibleId', { visibleId: channelId });
}

/**
 * Filters by seller: stock locations in a channel of the seller other than the default channel. Every stock location is in
 * the default channel, so the seller of that channel owns the locations that are in no channel of another seller.
 */
export function ofSeller(
  query: StockLocationQuery,
  sellerId: ID,
  defaultChannel: Channel,
): StockLocationQuery {
  const assigned = (condition: string) =>
    query
      .subQuery()
      .select('1')
      .from(StockLocation, 'owned')
      .innerJoin('owned.channels', 'owner')
      .where('owned.id = location.id')
      .andWhere('owner.id <> :defaultChannelId')
      .andWhere(condition)
      .getQuery();
  query.setParameters({ sellerId, defaultChannelId: defaultChannel.id });
  const own = `EXISTS ${assigned('owner.sellerId = :sellerId')}`;
  if (String(defaultChannel.sellerId) !== String(sellerId)) {
    return query.andWhere(own);
  }
  const notOwned = `NOT EXISTS ${assigned('owner.sellerId IS NOT NULL')}`;
  return query.andWhere(new Brackets((either) => either.where(own).orWhere(notOwned)));
}

/** Filters by coordinates that are set. */
export function located(query: StockLocationQuery): StockLocationQuery {
  return query
    .andWhere('location.customFields.storeLatitude IS NOT NULL')
    .andWhere('location.customFields.storeLongitude IS NOT NULL');
}

/** Filters by coordinates within the box. */
export function inBox(query: StockLocationQuery, box: BoundingBox): StockLocationQuery {
  const latitude = 'location.customFields.storeLatitude';
  const longitude = 'location.customFields.storeLongitude';
  const crossesAntimeridian = box.west > box.east;
  return query
    .andWhere(`${latitude} BETWEEN :south AND :north`)
    .andWhere(
      crossesAntimeridian
        ? `(${longitude} >= :west OR ${longitude} <= :east)`
        : `${longitude} BETWEEN :west AND :east`,
    )
    .setParameters({ ...box });
}

/** Selects the location with most of the units allocated to an order, for equal units the one with the lowest id. */
export function withMostUnitsOf(query: StockLocationQuery, orderId: ID): StockLocationQuery {
  return query
    .innerJoin(
      Allocation,
      'allocation',
      'allocation.stockLocationId = location.id AND allocation.type = :allocationType',
      { allocationType: StockMovementType.ALLOCATION },
    )
    .innerJoin('allocation.orderLine', 'line', 'line.orderId = :orderId', { orderId })
    .groupBy('location.id')
    .orderBy('SUM(allocation.quantity)', 'DESC')
    .addOrderBy('location.id', 'ASC')
    .limit(1);
}
