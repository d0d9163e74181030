import { assertSigningKeys, type SigningKeys } from '@driver-dispatch/contract';
import type { HandoverCodeStrategy } from './handover-code-strategy';
import { NoHandoverCodeStrategy } from './no-handover-code-strategy';

/** What shows that goods were handed over. */
export interface ProofOptions {
  /**
   * Which deliveries are proven by a code that only the receiver has: the engine takes no other proof for those.
   *
   * @default NoHandoverCodeStrategy
   * @example
   * ```ts
   * handoverCode: new NumericHandoverCodeStrategy(6)
   * ```
   */
  handoverCode?: HandoverCodeStrategy;
  /**
   * Keys that sign the photos and signatures which the driver app's backend sends to this shop. A door of their own:
   * none of the other keys opens it.
   *
   * @default none, and images are not taken
   */
  imageKeys?: SigningKeys;
}

export function proofWithDefaults({
  handoverCode,
  imageKeys = [],
}: ProofOptions = {}): Required<ProofOptions> {
  if (imageKeys.length > 0) {
    assertSigningKeys('proof.imageKeys', imageKeys);
  }
  return { handoverCode: handoverCode ?? new NoHandoverCodeStrategy(), imageKeys };
}
