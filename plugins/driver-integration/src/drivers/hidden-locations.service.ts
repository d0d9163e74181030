import type { DeliveryEventType, DeliveryState, DriverRecord } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { TransactionalConnection, type ID, type RequestContext } from '@vendure/core';
import { In, MoreThanOrEqual, Not } from 'typeorm';
import { DriverDeliveryEvent } from '../delivery/driver-delivery-event.entity';
import { FINISHED_STATES } from '../delivery/driver-delivery-state';
import { DriverDelivery } from '../delivery/driver-delivery.entity';

const WITH_A_DRIVER: DeliveryState[] = ['ASSIGNED', 'PICKED_UP'];

const ENDS: DeliveryEventType[] = ['delivery.delivered', 'delivery.failed', 'delivery.cancelled'];

/** By how much the clocks of shop and engine may differ, in ms. */
const CLOCK_TOLERANCE_MS = 300_000;

/** The locations of drivers that a channel must not see, as they tell where the customers of another one are. */
@Injectable()
export class HiddenLocationsService {
  constructor(private readonly connection: TransactionalConnection) {}

  /**
   * The ids of the drivers whose location is hidden from a channel: those who have a delivery of another channel, and those
   * who also serve other channels and have told no location since their last delivery for one of them ended.
   */
  async hiddenFrom(
    ctx: RequestContext,
    channelId: ID,
    drivers: readonly DriverRecord[],
  ): Promise<Set<string>> {
    const own = await this.deliveriesIn(ctx, channelId, drivers);
    const busy = drivers.filter(({ deliveryId }) => deliveryId !== null && !own.has(deliveryId));
    const idle = drivers.filter(
      ({ deliveryId, point, channels }) =>
        deliveryId === null && point !== null && channels?.some((id) => id !== String(channelId)),
    );
    const recent = await this.notMovedOn(ctx, channelId, idle);
    return new Set([...busy, ...recent].map(({ id }) => id));
  }

  /** The engine's ids of those deliveries of the drivers that are in a channel. */
  private async deliveriesIn(
    ctx: RequestContext,
    channelId: ID,
    drivers: readonly DriverRecord[],
  ): Promise<Set<string | null>> {
    const ids = drivers.map(({ deliveryId }) => deliveryId).filter((id) => id !== null);
    const deliveries = await this.connection.getRepository(ctx, DriverDelivery).find({
      where: { engineDeliveryId: In(ids), channelId },
      select: { id: true, engineDeliveryId: true },
    });
    return new Set(deliveries.map(({ engineDeliveryId }) => engineDeliveryId));
  }

  /** Those of the drivers whose location may be from a delivery of another channel. */
  private async notMovedOn(
    ctx: RequestContext,
    channelId: ID,
    drivers: readonly DriverRecord[],
  ): Promise<DriverRecord[]> {
    const locatedAt = new Map(
      drivers.flatMap(({ id, locationAt }): [string, number][] =>
        locationAt === null ? [] : [[id, Date.parse(locationAt)]],
      ),
    );
    const endedAt = locatedAt.size > 0 ? await this.lastEnds(ctx, channelId, locatedAt) : undefined;
    // The time of a location that came with a status is not known.
    return drivers.filter(
      ({ id }) => !locatedAt.has(id) || (endedAt?.get(id) ?? -Infinity) >= locatedAt.get(id)!,
    );
  }

  /**
   * When the last delivery of each driver for another channel ended, as far as that was after the location; infinity while
   * its end is not known.
   */
  private async lastEnds(
    ctx: RequestContext,
    channelId: ID,
    locatedAt: ReadonlyMap<string, number>,
  ): Promise<Map<string, number>> {
    const elsewhere = { driverId: In([...locatedAt.keys()]), channelId: Not(channelId) };
    const since = new Date(Math.min(...locatedAt.values()) - CLOCK_TOLERANCE_MS);
    const deliveries = await this.connection.getRepository(ctx, DriverDelivery).find({
      where: [
        { ...elsewhere, state: In(WITH_A_DRIVER) },
        { ...elsewhere, state: In(FINISHED_STATES), updatedAt: MoreThanOrEqual(since) },
      ],
      select: { id: true, driverId: true },
    });
    const ends = await this.connection.getRepository(ctx, DriverDeliveryEvent).find({
      where: { deliveryId: In(deliveries.map(({ id }) => id)), type: In(ENDS) },
      select: { id: true, deliveryId: true, at: true },
    });
    const endOf = new Map(ends.map(({ deliveryId, at }) => [String(deliveryId), at.getTime()]));
    const last = new Map<string, number>();
    for (const { id, driverId } of deliveries) {
      const end = endOf.get(String(id)) ?? Infinity;
      last.set(driverId!, Math.max(last.get(driverId!) ?? -Infinity, end));
    }
    return last;
  }
}
