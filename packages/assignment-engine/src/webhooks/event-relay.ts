import {
  deliveryEventSchema,
  DispatchError,
  parseMessage,
  type ErrorCode,
  type EventSink,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, EVENT_SINK, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { DeliveryEventEntity } from '../deliveries/delivery-event.entity';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { retryDelaySeconds } from './retry-delay';

const TAKE_LEASE = sql('take-relay-lease.sql');
const RENEW_LEASE = sql('renew-relay-lease.sql');
const NEXT_EVENT = sql('next-outstanding-event.sql');
const RECORD_FAILURE = sql('record-relay-failure.sql');
const WAKE_LATER = sql('wake-relay-later.sql');

/**
 * What Vendure itself says of an event that no further try can change. Anything else, a proxy's 404 or a key that
 * is being rotated among them, may pass.
 */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set(['idempotency_conflict', 'not_found', 'endpoint_gone']);

/** Longer than a receiver is waited for, shorter than a dead relay may go unnoticed. */
const LEASE_SECONDS = 20;

type OutstandingEvent = Pick<DeliveryEventEntity, 'id' | 'sequence' | 'type' | 'state' | 'data' | 'at'> & {
  attempts: number;
  due: boolean;
  /** Null for a dead letter. */
  nextTryAt: Date | null;
  sellerOrderId: string;
  channelId: string;
  correlationId: string;
};

/**
 * Tells Vendure of a delivery's events, one after the other in their sequence. An event that can't be told now
 * holds back those behind it, of its own delivery only.
 */
@Injectable()
export class EventRelay {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(EVENT_SINK) private readonly sink: EventSink,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** Relays what is due of one delivery, and sees to it that what is not due yet is relayed then. */
  async relay(deliveryId: string): Promise<void> {
    for (;;) {
      const event = await this.next(deliveryId);
      if (!event?.due) {
        // The job that brought us here may have been the one that was to come back later.
        if (event?.nextTryAt) {
          await this.dataSource.query(WAKE_LATER, [deliveryId, event.nextTryAt]);
        }
        return;
      }
      // Another relay that is at it looks once more after giving its lease back, as we do.
      if (!(await this.relayUnderLease(deliveryId))) {
        return;
      }
    }
  }

  /** @returns whether the lease was had */
  private async relayUnderLease(deliveryId: string): Promise<boolean> {
    let lease = await this.lease(TAKE_LEASE, [deliveryId, LEASE_SECONDS]);
    if (!lease) {
      return false;
    }
    for (;;) {
      const event = await this.next(deliveryId);
      if (!event?.due || !(await this.tell(deliveryId, event))) {
        break;
      }
      lease = await this.lease(RENEW_LEASE, [deliveryId, lease, LEASE_SECONDS]);
      if (!lease) {
        return false;
      }
    }
    await this.dataSource.query(
      `UPDATE driver_dispatch.deliveries SET relay_lease_until = NULL
       WHERE id = $1 AND relay_lease_until = $2::timestamptz`,
      [deliveryId, lease],
    );
    return true;
  }

  /** The lease's end as PostgreSQL writes it: a Date would lose its microseconds, and with them the fence. */
  private async lease(statement: string, parameters: unknown[]): Promise<string | undefined> {
    const [rows] = await this.dataSource.query<[{ until: string }[], number]>(statement, parameters);
    return rows[0]?.until;
  }

  private async next(deliveryId: string): Promise<OutstandingEvent | undefined> {
    const [event] = await this.dataSource.query<OutstandingEvent[]>(NEXT_EVENT, [deliveryId]);
    return event;
  }

  /** @returns whether Vendure has confirmed the event */
  private async tell(deliveryId: string, event: OutstandingEvent): Promise<boolean> {
    const { correlationId, type, sequence } = event;
    try {
      await this.sink.deliver(toMessage(deliveryId, event));
    } catch (error) {
      await this.recordFailure(deliveryId, event, error);
      return false;
    }
    await this.dataSource.query(
      'UPDATE driver_dispatch.delivery_events SET relayed_at = now(), last_error = NULL WHERE id = $1',
      [event.id],
    );
    this.logger.info('Vendure confirmed an event', { correlationId, deliveryId, type, sequence });
    return true;
  }

  private async recordFailure(deliveryId: string, event: OutstandingEvent, error: unknown): Promise<void> {
    const { retryDelaysSeconds } = this.configuration.relay;
    const final = error instanceof DispatchError && FINAL_CODES.has(error.code);
    const delay = final ? undefined : retryDelaySeconds(retryDelaysSeconds, event.attempts);
    const described = describeError(error);
    await this.dataSource.query(RECORD_FAILURE, [event.id, JSON.stringify(described), delay ?? null]);
    const { correlationId, type, sequence } = event;
    const facts = { correlationId, deliveryId, type, sequence, error: described };
    if (delay === undefined) {
      this.logger.error('Vendure can not be told of an event: dead letter', facts);
    } else {
      this.logger.warn('Vendure could not be told of an event yet', { ...facts, retryInSeconds: delay });
    }
  }
}

function toMessage(deliveryId: string, event: OutstandingEvent) {
  const { id, type, at, sequence, state, sellerOrderId, channelId, correlationId, data } = event;
  return parseMessage(deliveryEventSchema, {
    id,
    type,
    timestamp: at.toISOString(),
    data: { deliveryId, sellerOrderId, channelId, correlationId, sequence, state, ...data },
  });
}
