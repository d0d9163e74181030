import { DispatchError, type DeliveryEvent } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { sql } from '../database/sql';
import { DeliveryEventEntity } from '../deliveries/delivery-event.entity';
import { DeliveryEntity } from '../deliveries/delivery.entity';
import { AlertsService } from './alerts.service';
import { changeInBatches } from './event-batches';
import { toMessage, type EventRecord } from './event-message';

const REPLAY = sql('replay-dead-letters.sql');

/** Which dead letters: all that meet every one of these. Times are ISO 8601 and bound when the event died. */
export interface DeadLetterFilter {
  deliveryId?: string;
  eventId?: string;
  since?: string;
  until?: string;
}

/** Events that Vendure refused for good, or could not be told of in all their tries. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly alerts: AlertsService,
  ) {}

  /** The oldest first. */
  list(filter: DeadLetterFilter, page: { take: number; skip: number }): Promise<DeliveryEventEntity[]> {
    const found = this.dataSource.manager
      .createQueryBuilder(DeliveryEventEntity, 'event')
      .where('event.dead_at IS NOT NULL');
    if (filter.deliveryId) {
      found.andWhere('event.delivery_id = :deliveryId');
    }
    if (filter.since) {
      found.andWhere('event.dead_at >= :since');
    }
    if (filter.until) {
      found.andWhere(`date_trunc('milliseconds', event.dead_at) <= :until`);
    }
    return found
      .setParameters(filter)
      .orderBy('event.deadAt')
      .addOrderBy('event.id')
      .take(page.take)
      .skip(page.skip)
      .getMany();
  }

  /**
   * @returns the event, its delivery, and the message Vendure would be sent; null when the event makes none
   * @throws DispatchError `not_found`
   */
  async get(eventId: string) {
    const { manager } = this.dataSource;
    const event = await manager.findOneBy(DeliveryEventEntity, { id: eventId });
    if (!event?.deadAt) {
      throw new DispatchError('not_found', `No dead letter ${eventId}`);
    }
    const { id, sellerOrderId, channelId, correlationId, state } = await manager.findOneByOrFail(
      DeliveryEntity,
      { id: event.deliveryId },
    );
    return {
      event,
      delivery: { id, sellerOrderId, channelId, correlationId, state },
      message: messageOf({ ...event, sellerOrderId, channelId, correlationId }),
    };
  }

  /** Gives them all their tries back; resolves to how many those are. */
  async replay({ deliveryId, eventId, since, until }: DeadLetterFilter): Promise<number> {
    const which = [deliveryId, eventId, since, until].map((value) => value ?? null);
    const replayed = await changeInBatches(this.dataSource, REPLAY, which);
    await this.alerts.settle();
    return replayed;
  }
}

function messageOf(event: EventRecord): DeliveryEvent | null {
  try {
    return toMessage(event);
  } catch {
    return null;
  }
}
