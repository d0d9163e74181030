import type { RecordedProof } from '@driver-dispatch/contract';

/** Converts a proof of delivery for both APIs. */
export function toApiProof(proof: RecordedProof) {
  return {
    kind: proof.kind,
    receivedBy:
      proof.kind === 'in_person' ? proof.receivedBy : proof.kind === 'signature' ? proof.signedBy : null,
    imageUrl: 'url' in proof ? (proof.url ?? null) : null,
  };
}
