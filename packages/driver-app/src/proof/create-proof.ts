import type { MissingPart } from './read-proof';
import type { StepImage, StepProof } from '../storage/step';

/** The kinds of proof among which the driver chooses. */
export const PROOF_KINDS = ['photo', 'signature', 'in_person'] as const;

export type ProofKind = (typeof PROOF_KINDS)[number];

interface Entered {
  kind: ProofKind;
  /** `unreadable`: the browser can't read the selected file. */
  photo: StepImage | 'unreadable' | undefined;
  name: string;
  isSigned: boolean;
  /** Reads the signature. */
  readSignature: () => Promise<StepImage>;
}

/** Creates a proof of the chosen kind, or names the first missing part. */
export async function createProof(entered: Entered): Promise<StepProof | MissingPart> {
  const { kind, photo, isSigned, readSignature } = entered;
  if (kind === 'photo') {
    return photo === 'unreadable' ? 'readable_photo' : photo ? { kind, image: photo } : 'photo';
  }
  if (kind === 'signature' && !isSigned) {
    return 'signature';
  }
  const person = entered.name.trim();
  if (person === '') {
    return 'name';
  }
  return kind === 'signature'
    ? { kind, signedBy: person, image: await readSignature() }
    : { kind, receivedBy: person };
}
