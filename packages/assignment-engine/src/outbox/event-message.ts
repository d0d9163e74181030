import {
  deliveryEventSchema,
  getIdentity,
  parseMessage,
  type DeliveryEvent,
  type DeliveryIdentity,
} from '@driver-dispatch/contract';
import type { DeliveryEventEntity } from '../database/delivery-event.entity';

/** An event with the identity of its delivery. */
export type EventRecord = Pick<DeliveryEventEntity, 'id' | 'sequence' | 'type' | 'state' | 'data' | 'at'> &
  DeliveryIdentity & { deliveryId: string };

/**
 * The message to Vendure for an event.
 *
 * @throws DispatchError `invalid_message` if the event is invalid
 */
export function toMessage(event: EventRecord): DeliveryEvent {
  const { id, type, at, deliveryId, sequence, state, data } = event;
  return parseMessage(deliveryEventSchema, {
    id,
    type,
    timestamp: at.toISOString(),
    data: { deliveryId, ...getIdentity(event), sequence, state, ...data },
  });
}
