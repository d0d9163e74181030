import {
  deliveryEventSchema,
  identityOf,
  parseMessage,
  type DeliveryEvent,
  type DeliveryIdentity,
} from '@driver-dispatch/contract';
import type { DeliveryEventEntity } from '../deliveries/delivery-event.entity';

/** An event, and of its delivery what every message tells. */
export type EventRecord = Pick<DeliveryEventEntity, 'id' | 'sequence' | 'type' | 'state' | 'data' | 'at'> &
  DeliveryIdentity & { deliveryId: string };

/**
 * The message that tells Vendure of an event.
 *
 * @throws DispatchError `invalid_message` when the event makes none
 */
export function toMessage(event: EventRecord): DeliveryEvent {
  const { id, type, at, deliveryId, sequence, state, data } = event;
  return parseMessage(deliveryEventSchema, {
    id,
    type,
    timestamp: at.toISOString(),
    data: { deliveryId, ...identityOf(event), sequence, state, ...data },
  });
}
