import { DispatchError, type DeliveryEvent } from '@driver-dispatch/contract';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { getChanges } from './event-changes';

/** An event to apply, with the delivery before and after it. */
export interface EventStep {
  event: DeliveryEvent;
  before: DriverDelivery;
  after: DriverDelivery;
}

/** The events of one delivery, sorted by what to do with them. */
export interface EventSteps {
  /** The stored delivery. */
  delivery: DriverDelivery;
  /** In sequence. */
  steps: EventStep[];
  /** Events whose sequence was already applied, possibly by another event. */
  earlier: DeliveryEvent[];
  gaps: { event: DeliveryEvent; error: DispatchError }[];
}

/** Sorts the events of a delivery in the order in which they were received. */
export function getSteps(delivery: DriverDelivery, events: readonly DeliveryEvent[]): EventSteps {
  const result: EventSteps = { delivery, steps: [], earlier: [], gaps: [] };
  let before = delivery;
  for (const event of events) {
    const [received, expected] = [event.data.sequence, before.sequence + 1];
    if (received < expected) {
      result.earlier.push(event);
    } else if (received > expected) {
      const message = `Event ${expected} of this delivery is missing`;
      const error = new DispatchError('sequence_gap', message, { details: { expected, received } });
      result.gaps.push({ event, error });
    } else {
      const after = Object.assign(new DriverDelivery(before), { ...getChanges(event), sequence: received });
      result.steps.push({ event, before, after });
      before = after;
    }
  }
  return result;
}
