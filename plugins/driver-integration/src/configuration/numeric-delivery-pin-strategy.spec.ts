import { NumericDeliveryPinStrategy } from './numeric-delivery-pin-strategy';

describe('NumericDeliveryPinStrategy', () => {
  it('creates different PINs of the given number of digits', () => {
    const strategy = new NumericDeliveryPinStrategy(8);
    const pins = Array.from({ length: 50 }, () => strategy.pinFor());
    expect(pins.every((pin) => /^\d{8}$/.test(pin))).toBe(true);
    expect(new Set(pins).size).toBeGreaterThan(45);
  });

  it.each([3, 13, 4.5, NaN])('rejects %p digits', (digits) => {
    expect(() => new NumericDeliveryPinStrategy(digits)).toThrow(/4 to 12/);
  });
});
