import {
  DispatchError,
  isFinished,
  isLegalMove,
  type DeliveryEventType,
  type DeliveryState,
  type Point,
  type ProofOfDelivery,
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
 * state when it can't take the step, `proof_refused` when the receiver's code is asked for and not told
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
  assertProven(delivery, move);
  return 'move';
}

/** Where the shop has given the receiver a code, nothing else shows that the goods were handed over. */
function assertProven({ dropoff }: DeliveryEntity, { to, data }: DeliveryMove): void {
  const code = dropoff?.handoverCode;
  const proof = data.proof as ProofOfDelivery | undefined;
  if (to === 'DELIVERED' && code !== undefined && !(proof?.kind === 'code' && proof.code === code)) {
    throw new DispatchError('proof_refused', "The receiver's code is asked for, and this is not it");
  }
}

/** Whether the delivery ends with this step, and its driver comes free. */
export function endsDelivery({ to }: DeliveryMove): boolean {
  return isFinished(to);
}
