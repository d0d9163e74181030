import {
  DispatchError,
  isFinished,
  isLegalMove,
  type DeliveryEventType,
  type DeliveryState,
  type Point,
} from '@driver-dispatch/contract';
import type { DeliveryEntity } from './delivery.entity';

/** A step that somebody wants a delivery to take. */
export interface DeliveryMove {
  to: DeliveryState;
  type: DeliveryEventType;
  /** `vendure`, `engine`, `driver:<id>` or `operator:<name>`. */
  actor: string;
  /** The driver who asks, where a driver does. */
  driverId?: string;
  /** When the driver app signed the request that ends the delivery, in whole seconds of the app's clock. */
  signedAt?: Date;
  /** Whether a dispatcher ends the delivery, from whatever open state. */
  byDispatcher?: boolean;
  /** Where the driver is after the step, if the driver told. */
  point?: Point;
  /** Whether the driver goes off the road with the delivery's end. */
  endShift?: boolean;
  /** The delivery PIN that the driver has entered. It is compared, and never part of the event. */
  pin?: string;
  /** What the event tells beside its delivery. */
  data: Record<string, unknown>;
}

/**
 * Whether a delivery takes a step, or has taken it already.
 *
 * @throws DispatchError `driver_mismatch` when it is another driver's, `illegal_transition` with the current
 * state when it can't take the step
 */
export function checkMove(delivery: DeliveryEntity, move: DeliveryMove): 'move' | 'repeat' {
  if (move.driverId !== undefined && move.driverId !== delivery.driverId) {
    throw new DispatchError('driver_mismatch', `Delivery ${delivery.id} is not this driver's`);
  }
  if (delivery.state === move.to) {
    return 'repeat';
  }
  const legal = move.byDispatcher ? !isFinished(delivery.state) : isLegalMove(delivery.state, move.to);
  if (!legal) {
    throw new DispatchError('illegal_transition', `A ${delivery.state} delivery can't become ${move.to}`, {
      details: { state: delivery.state },
    });
  }
  return 'move';
}

/** Whether the delivery ends with this step, and its driver comes free. */
export function endsDelivery({ to }: DeliveryMove): boolean {
  return isFinished(to);
}
