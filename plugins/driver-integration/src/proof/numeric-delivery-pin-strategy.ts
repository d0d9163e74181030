import { randomInt } from 'node:crypto';
import type { DeliveryPinStrategy } from './delivery-pin-strategy';

/** Every order gets a number of its own to tell the driver. */
export class NumericDeliveryPinStrategy implements DeliveryPinStrategy {
  /** @param digits 4 to 12; each one more makes guessing ten times as hard */
  constructor(private readonly digits = 6) {
    if (!Number.isInteger(digits) || digits < 4 || digits > 12) {
      throw new Error('digits: 4 to 12');
    }
  }

  codeFor(): string {
    return String(randomInt(10 ** this.digits)).padStart(this.digits, '0');
  }
}
