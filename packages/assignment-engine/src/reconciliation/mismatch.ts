import {
  getIdentity,
  type DeliveryIdentity,
  type DeliveryState,
  type ReconciledDelivery,
} from '@driver-dispatch/contract';
import type { DeliveryEntity } from '../database/delivery.entity';

/**
 * A mismatch that resending events can't repair:
 *
 * - `unknown_to_vendure`: Vendure does not know the delivery
 * - `vendure_ahead`: Vendure has events that the engine lacks
 * - `state_differs`: the sequence is the same, but the state is not
 */
export type MismatchKind = 'unknown_to_vendure' | 'vendure_ahead' | 'state_differs';

interface Side {
  state: DeliveryState;
  sequence: number;
}

export interface Mismatch extends DeliveryIdentity {
  deliveryId: string;
  kind: MismatchKind;
  engine: Side;
  /** Absent if Vendure does not know the delivery. */
  vendure?: Side;
}

/** Returns the mismatch of a delivery that resending events can't repair, if any. */
export function getMismatch(
  delivery: (DeliveryIdentity & Pick<DeliveryEntity, 'id' | 'state' | 'sequence'>) | undefined,
  answer: ReconciledDelivery,
): Mismatch | undefined {
  if (!delivery) {
    return undefined;
  }
  const { id: deliveryId, state, sequence } = delivery;
  const facts = { ...getIdentity(delivery), deliveryId, engine: { state, sequence } };
  if (!answer.known) {
    return { ...facts, kind: 'unknown_to_vendure' };
  }
  const vendure = { state: answer.state, sequence: answer.sequence };
  if (vendure.sequence > sequence) {
    return { ...facts, kind: 'vendure_ahead', vendure };
  }
  return vendure.sequence === sequence && vendure.state !== state
    ? { ...facts, kind: 'state_differs', vendure }
    : undefined;
}
