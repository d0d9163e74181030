import { degreeText } from './degree-text';

describe('degreeText', () => {
  it.each([
    ['latitude', 52.5, '52°30′ N'],
    ['latitude', -33, '33° S'],
    ['longitude', 13 + 24 / 60 + 5 / 3600, '13°24′05″ E'],
    ['longitude', -0.5, '0°30′ W'],
    ['longitude', 0, '0°'],
    // 59.9999 seconds are rounded to a minute.
    ['latitude', 1 / 60 - 1e-8, '0°01′ N'],
  ] as const)('formats %s %d as %s', (axis, degrees, text) => {
    expect(degreeText(axis, degrees)).toBe(text);
  });
});
