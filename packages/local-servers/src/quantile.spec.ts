import { quantile } from './quantile';

it('interpolates between the closest ranks', () => {
  const hundred = Float64Array.from({ length: 100 }, (_, i) => i + 1);
  expect(quantile(hundred, 0.5)).toBe(50.5);
  expect(quantile(hundred, 0.99)).toBeCloseTo(99.01);
  expect(quantile(hundred, 1)).toBe(100);
  expect(quantile([7], 0.9)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});
