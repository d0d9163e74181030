import { assertSigningKeys, type SigningKeys } from '@driver-dispatch/contract';
import type { DeliveryPinStrategy } from './delivery-pin-strategy';
import { NoDeliveryPinStrategy } from './no-delivery-pin-strategy';

/** Options of the proof of delivery. */
export interface ProofOptions {
  /**
   * Creates delivery PINs. For a delivery with a PIN, the engine accepts no other proof.
   *
   * @default NoDeliveryPinStrategy
   * @example
   * ```ts
   * deliveryPinStrategy: new NumericDeliveryPinStrategy(6)
   * ```
   */
  deliveryPinStrategy?: DeliveryPinStrategy;
  /**
   * Keys that sign the proof images from the driver app's backend. Other keys are not accepted for images.
   *
   * @default none: images are not accepted
   */
  imageKeys?: SigningKeys;
}

export function proofWithDefaults({
  deliveryPinStrategy,
  imageKeys = [],
}: ProofOptions = {}): Required<ProofOptions> {
  if (imageKeys.length > 0) {
    assertSigningKeys('proof.imageKeys', imageKeys);
  }
  return { deliveryPinStrategy: deliveryPinStrategy ?? new NoDeliveryPinStrategy(), imageKeys };
}
