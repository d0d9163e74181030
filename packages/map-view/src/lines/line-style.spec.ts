import { getLineStyle } from './line-style';

describe('getLineStyle', () => {
  const line = { of: ['delivery:1', 'driver:ada'] };
  const full = getLineStyle(line, 1, undefined);

  it('draws only selected and urgent lines fully among the lines of 25 deliveries', () => {
    expect(getLineStyle(line, 50, undefined).opacity).toBeLessThan(0.2);
    expect(getLineStyle({ ...line, urgent: true }, 50, undefined)).toEqual(full);
    expect(getLineStyle(line, 50, 'driver:ada').opacity).toBe(1);
  });

  it('draws few lines fully', () => {
    expect(getLineStyle(line, 8, 'driver:other')).toEqual(full);
  });
});
