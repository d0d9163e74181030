import type { DeliveryEventType, DeliveryState, DriverRecord } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection, type ID, type RequestContext } from '@vendure/core';
import { In, MoreThanOrEqual, Not } from 'typeorm';
import { DriverDeliveryTimelineEntry } from '../deliveries/driver-delivery-timeline-entry.entity';
import { FINISHED_STATES } from '../deliveries/driver-delivery-state';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';

const WITH_A_DRIVER: DeliveryState[] = ['ASSIGNED', 'PICKED_UP'];

const ENDS: DeliveryEventType[] = ['delivery.delivered', 'delivery.failed', 'delivery.cancelled'];

/** Maximum clock difference between shop and engine, in ms. */
const CLOCK_TOLERANCE_MS = 300_000;

/** Determines driver locations that are hidden from a channel, as they reveal the customers of another channel. */
@Injectable()
@Instrument()
export class HiddenLocationsService {
  constructor(private readonly connection: TransactionalConnection) {}

  /**
   * Returns the ids of the drivers whose location is hidden from a channel: drivers with a delivery of another channel, and
   * drivers who also serve other channels and have sent no location since the end of their last delivery there.
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
    const stale = await this.withOldLocation(ctx, channelId, idle);
    return new Set([...busy, ...stale].map(({ id }) => id));
  }

  /** Returns the engine's ids of the drivers' deliveries in a channel. */
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

  /** Returns the drivers whose location may be from a delivery of another channel. */
  private async withOldLocation(
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
    // A location that was sent with a status has no time.
    return drivers.filter(
      ({ id }) => !locatedAt.has(id) || (endedAt?.get(id) ?? -Infinity) >= locatedAt.get(id)!,
    );
  }

  /**
   * Returns the end time of each driver's last delivery for another channel, if it was after the location. Infinity: the
   * delivery has not ended.
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
    const ends = await this.connection.getRepository(ctx, DriverDeliveryTimelineEntry).find({
      where: { deliveryId: In(deliveries.map(({ id }) => id)), type: In(ENDS) },
      select: { id: true, deliveryId: true, at: true },
    });
    const getEnd = new Map(ends.map(({ deliveryId, at }) => [String(deliveryId), at.getTime()]));
    const last = new Map<string, number>();
    for (const { id, driverId } of deliveries) {
      const end = getEnd.get(String(id)) ?? Infinity;
      last.set(driverId!, Math.max(last.get(driverId!) ?? -Infinity, end));
    }
    return last;
  }
}
