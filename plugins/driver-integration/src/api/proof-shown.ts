import type { RecordedProof } from '@driver-dispatch/contract';
import type { DriverDelivery } from '../delivery/driver-delivery.entity';
import { FINISHED_STATES } from '../delivery/driver-delivery-state';

/** A proof as both APIs show it; a one-time code, having been used, is nobody's to see. */
export function proofShown(proof: RecordedProof) {
  return {
    kind: proof.kind,
    receivedBy:
      proof.kind === 'handover' ? proof.receivedBy : proof.kind === 'signature' ? proof.signedBy : null,
    imageUrl: 'url' in proof ? (proof.url ?? null) : null,
  };
}

/** The code that the receiver tells the driver, for as long as it is of use. */
export function handoverCodeShown({ state, handoverCode }: DriverDelivery): string | null {
  return FINISHED_STATES.some((finished) => finished === state) ? null : handoverCode;
}
