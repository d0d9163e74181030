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
  /** `vendure`, `engine` or `driver:<id>`. */
  actor: string;
  /** The driver who asks, where a driver does. */
  driverId?: string;
  /** Where the driver is after the step, if the driver told. */
  point?: Point;
  /** Whether the driver goes off the road with the delivery's end. */
  endShift?: boolean;
  /** What the event tells beside its delivery. */
  data: Record<string, unknown>;
}

/**
 * Whether a delivery takes a step, or has taken it already.
 *
 * @throws DispatchError `driver_mismatch` when it is another driver's, `illegal_transition` with the current
 * state when it can't take the step
 */
export function judgeMove(delivery: DeliveryEntity, move: DeliveryMove): 'move' | 'repeat' {
  if (move.driverId !== undefined && move.driverId !== delivery.driverId) {
    throw new DispatchError('driver_mismatch', `Delivery ${delivery.id} is not this driver's`);
  }
  if (delivery.state === move.to) {
    return 'repeat';
  }
  if (!isLegalMove(delivery.state, move.to)) {
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
