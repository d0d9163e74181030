import type { RecordedProof } from '@driver-dispatch/contract';

/** A proof as both APIs show it. */
export function proofShown(proof: RecordedProof) {
  return {
    kind: proof.kind,
    receivedBy:
      proof.kind === 'handover' ? proof.receivedBy : proof.kind === 'signature' ? proof.signedBy : null,
    imageUrl: 'url' in proof ? (proof.url ?? null) : null,
  };
}
