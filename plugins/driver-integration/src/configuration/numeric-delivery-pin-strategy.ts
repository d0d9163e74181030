import { randomInt } from 'node:crypto';
import type { DeliveryPinStrategy } from './delivery-pin-strategy';

/** Creates a random numeric PIN for every delivery. */
export class NumericDeliveryPinStrategy implements DeliveryPinStrategy {
  /** @param digits 4 to 12 */
  constructor(private readonly digits = 6) {
    if (!Number.isInteger(digits) || digits < 4 || digits > 12) {
      throw new Error('digits: must be 4 to 12');
    }
  }

  pinFor(): string {
    return String(randomInt(10 ** this.digits)).padStart(this.digits, '0');
  }
}
