import {
  identityOf,
  type DeliveryIdentity,
  type DeliveryState,
  type ReconciledDelivery,
} from '@driver-dispatch/contract';
import type { DeliveryEntity } from '../deliveries/delivery.entity';

/**
 * What telling events again does not heal. `unknown_to_vendure`: Vendure has no such delivery. `vendure_ahead`:
 * Vendure has events that the engine has lost. `state_differs`: after the same number of events they are in
 * different states.
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
  /** Absent for a delivery that Vendure does not know. */
  vendure?: Side;
}

/** In what the two sides disagree for good, if they do. */
export function mismatchOf(
  delivery: (DeliveryIdentity & Pick<DeliveryEntity, 'id' | 'state' | 'sequence'>) | undefined,
  answer: ReconciledDelivery,
): Mismatch | undefined {
  if (!delivery) {
    return undefined;
  }
  const { id: deliveryId, state, sequence } = delivery;
  const facts = { ...identityOf(delivery), deliveryId, engine: { state, sequence } };
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
