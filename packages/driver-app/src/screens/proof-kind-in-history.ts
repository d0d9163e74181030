import { PROOF_KINDS, type ProofKind } from '../proof/create-proof';

/** The chosen kind of proof is part of the entry in the browser's history, so that it survives a reload of the page. */
export function chosenProofKind(): ProofKind {
  const { proofKind } = (history.state ?? {}) as { proofKind?: unknown };
  return PROOF_KINDS.find((kind) => kind === proofKind) ?? 'photo';
}

export function keepProofKind(proofKind: ProofKind): void {
  history.replaceState({ proofKind }, '');
}
