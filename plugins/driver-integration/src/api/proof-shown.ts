import type { ProofOfDelivery } from '@driver-dispatch/contract';

/** A proof as both APIs show it; a one-time code, having been used, is nobody's to see. */
export function proofShown(proof: ProofOfDelivery) {
  return {
    kind: proof.kind,
    receivedBy:
      proof.kind === 'handover' ? proof.receivedBy : proof.kind === 'signature' ? proof.signedBy : null,
    photoUrl: proof.kind === 'photo' ? proof.url : null,
  };
}
