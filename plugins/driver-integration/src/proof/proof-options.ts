import { assertSigningKeys, type SigningKeys } from '@driver-dispatch/contract';
import type { DeliveryPinStrategy } from './delivery-pin-strategy';
import { NoDeliveryPinStrategy } from './no-delivery-pin-strategy';

/** What shows that goods were handed over. */
export interface ProofOptions {
  /**
   * Which deliveries are proven by a code that only the receiver has: the engine takes no other proof for those.
   *
   * @default NoDeliveryPinStrategy
   * @example
   * ```ts
   * deliveryPin: new NumericDeliveryPinStrategy(6)
   * ```
   */
  deliveryPin?: DeliveryPinStrategy;
  /**
   * Keys that sign the photos and signatures which the driver app's backend sends to this shop. A door of their own:
   * none of the other keys opens it.
   *
   * @default none, and images are not taken
   */
  imageKeys?: SigningKeys;
}

export function proofWithDefaults({
  deliveryPin,
  imageKeys = [],
}: ProofOptions = {}): Required<ProofOptions> {
  if (imageKeys.length > 0) {
    assertSigningKeys('proof.imageKeys', imageKeys);
  }
  return { deliveryPin: deliveryPin ?? new NoDeliveryPinStrategy(), imageKeys };
}
