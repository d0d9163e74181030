import { identityOf } from '@driver-dispatch/contract';
import type { EventRecord } from '../webhooks/event-message';
import type { LeasedEvent } from '../webhooks/outstanding-events.service';

/** What a claim tells of the event it has written. */
export type TellableRow = Omit<EventRecord, 'id' | 'type' | 'state'> & {
  eventId: string;
  /** By the database's clock, as PostgreSQL writes it. */
  readAt: string;
  /** The end of the caller's lease on the delivery, as PostgreSQL writes it; null where a job sees to the event. */
  lease: string | null;
};

/** The event of an assignment, when it is the caller's to tell. */
export function toLeasedEvent(row: TellableRow): LeasedEvent | undefined {
  const { eventId: id, lease, readAt, at, data, sequence } = row;
  const { deliveryId } = row;
  return lease === null
    ? undefined
    : {
        ...{ id, sequence, data, at, deliveryId, ...identityOf(row) },
        ...{ type: 'delivery.assigned', state: 'ASSIGNED', attempts: 0, due: true },
        ...{ nextTryAt: at, readAt, lease },
      };
}
