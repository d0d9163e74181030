import { NumericDeliveryPinStrategy } from './numeric-delivery-pin-strategy';

describe('NumericDeliveryPinStrategy', () => {
  it('makes numbers of as many digits, and not the same for everybody', () => {
    const strategy = new NumericDeliveryPinStrategy(8);
    const codes = Array.from({ length: 50 }, () => strategy.codeFor());
    expect(codes.every((code) => /^\d{8}$/.test(code))).toBe(true);
    expect(new Set(codes).size).toBeGreaterThan(45);
  });

  it.each([3, 13, 4.5, NaN])('refuses %p digits', (digits) => {
    expect(() => new NumericDeliveryPinStrategy(digits)).toThrow(/4 to 12/);
  });
});
