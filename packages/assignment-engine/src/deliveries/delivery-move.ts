import {
  DispatchError,
  isFinished,
  isAllowedTransition,
  type DeliveryEventType,
  type DeliveryState,
  type Point,
} from '@driver-dispatch/contract';
import type { DeliveryEntity } from '../database/delivery.entity';

/** A requested change of a delivery's state. */
export interface DeliveryMove {
  to: DeliveryState;
  type: DeliveryEventType;
  /** `vendure`, `engine`, `driver:<id>` or `operator:<name>`. */
  actor: string;
  /** The driver who requests the change, if any. */
  driverId?: string;
  /** When the driver app signed the request that ends the delivery, in whole seconds of the app's clock. */
  signedAt?: Date;
  /** Whether a dispatcher ends the delivery, which is allowed in every open state. */
  byDispatcher?: boolean;
  /** The driver's location, if known. */
  point?: Point;
  /** Whether the driver's shift ends with the delivery. */
  endShift?: boolean;
  /** The delivery PIN that the driver has entered. It is only compared, and never part of the event. */
  pin?: string;
  /** Data of the event. */
  data: Record<string, unknown>;
}

/**
 * Checks whether a move is allowed.
 *
 * @returns `repeat` if the delivery has the requested state already
 * @throws DispatchError `driver_mismatch` with the current state for another driver's delivery, `illegal_transition` with the current state if the
 * move is not allowed
 */
export function checkMove(delivery: DeliveryEntity, move: DeliveryMove): 'move' | 'repeat' {
  if (move.driverId !== undefined && move.driverId !== delivery.driverId) {
    throw new DispatchError('driver_mismatch', `Delivery ${delivery.id} is assigned to another driver`, {
      details: { state: delivery.state },
    });
  }
  if (delivery.state === move.to) {
    return 'repeat';
  }
  const allowed = move.byDispatcher
    ? !isFinished(delivery.state)
    : isAllowedTransition(delivery.state, move.to);
  if (!allowed) {
    throw new DispatchError('illegal_transition', `A ${delivery.state} delivery can't become ${move.to}`, {
      details: { state: delivery.state },
    });
  }
  return 'move';
}

/** Whether the delivery ends with this move, so that its driver is released. */
export function endsDelivery({ to }: DeliveryMove): boolean {
  return isFinished(to);
}
