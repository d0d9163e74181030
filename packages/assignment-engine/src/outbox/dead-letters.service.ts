import { getIdentity, notFound, type DeadLetterFilter, type DeliveryEvent } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { DeliveryEventEntity } from '../database/delivery-event.entity';
import { DeliveryEntity } from '../database/delivery.entity';
import { sql } from '../database/sql';
import { AlertsService } from './alerts.service';
import { changeInBatches } from './event-batches';
import { toMessage, type EventRecord } from './event-message';

const REPLAY = sql('outbox/replay-dead-letters.sql');

/** Dead letters: events that Vendure rejected, or whose send attempts all failed. */
@Injectable()
export class DeadLettersService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly alerts: AlertsService,
  ) {}

  /** A page of dead letters, oldest first, with the total number. */
  async list(filter: DeadLetterFilter, page: { take: number; skip: number }) {
    const found = this.dataSource.manager
      .createQueryBuilder(DeliveryEventEntity, 'event')
      .where('event.dead_at IS NOT NULL');
    if (filter.channelId) {
      found.andWhere(
        'event.delivery_id IN (SELECT id FROM driver_dispatch.deliveries WHERE channel_id = :channelId)',
      );
    }
    if (filter.deliveryId) {
      found.andWhere('event.delivery_id = :deliveryId');
    }
    if (filter.eventId) {
      found.andWhere('event.id = :eventId');
    }
    if (filter.since) {
      found.andWhere('event.dead_at >= :since');
    }
    if (filter.until) {
      found.andWhere(`date_trunc('milliseconds', event.dead_at) <= :until`);
    }
    const [events, total] = await found
      .setParameters(filter)
      .orderBy('event.deadAt')
      .addOrderBy('event.id')
      .take(page.take)
      .skip(page.skip)
      .getManyAndCount();
    return { deadLetters: await this.withDeliveries(events), total };
  }

  private async withDeliveries(events: DeliveryEventEntity[]) {
    const deliveries = await this.dataSource.manager.find(DeliveryEntity, {
      where: { id: In(events.map(({ deliveryId }) => deliveryId)) },
      select: { id: true, submissionKey: true, sellerOrderId: true, orderCode: true, channelId: true },
    });
    const byId = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
    return events.map((event) => {
      const identity = getIdentity(byId.get(event.deliveryId)!);
      return { ...event, eventId: event.id, attempts: event.sendAttempts, ...identity };
    });
  }

  /**
   * @returns the event, its delivery, and the message to Vendure; the message is null if the event is invalid
   * @throws DispatchError `not_found`
   */
  async get(eventId: string) {
    const { manager } = this.dataSource;
    const event = await manager.findOneBy(DeliveryEventEntity, { id: eventId });
    if (!event?.deadAt) {
      throw notFound('dead_letter', eventId);
    }
    const delivery = await manager.findOneByOrFail(DeliveryEntity, { id: event.deliveryId });
    const identity = getIdentity(delivery);
    return {
      event,
      delivery: { id: delivery.id, ...identity, state: delivery.state },
      message: toEventMessage({ ...event, ...identity }),
    };
  }

  /** Makes dead letters due with all their send attempts. @returns their number */
  async replay({ deliveryId, eventId, since, until }: Omit<DeadLetterFilter, 'channelId'>): Promise<number> {
    const which = [deliveryId, eventId, since, until].map((value) => value ?? null);
    const replayed = await changeInBatches(this.dataSource, REPLAY, which);
    await this.alerts.settle();
    return replayed;
  }
}

function toEventMessage(event: EventRecord): DeliveryEvent | null {
  try {
    return toMessage(event);
  } catch {
    return null;
  }
}
