import type { Hours } from './hours';
import { parseHours, formatHours } from './hours-text';

const periods = [{ from: '09:00', to: '18:00' }];

describe('opening hours text', () => {
  it('is empty for a store that is always open', () => {
    expect(parseHours('')).toBeUndefined();
    expect(parseHours(null)).toBeUndefined();
    expect(formatHours(undefined)).toBe('');
  });

  it('is parsed and serialized', () => {
    const hours: Hours = {
      weekdays: { monday: periods, friday: periods },
      exceptions: [{ date: '2026-12-24', periods: [] }],
    };
    expect(parseHours(formatHours(hours))).toEqual(hours);
  });

  it('lists open weekdays from Monday on and dates in ascending order', () => {
    const exception = (date: string) => ({ date, periods: [] });
    const text = formatHours({
      weekdays: { sunday: periods, tuesday: [], monday: periods },
      exceptions: [exception('2027-01-01'), exception('2026-12-24')],
    });
    expect(Object.keys(JSON.parse(text).weekdays)).toEqual(['monday', 'sunday']);
    expect(JSON.parse(text).exceptions.map(({ date }: { date: string }) => date)).toEqual([
      '2026-12-24',
      '2027-01-01',
    ]);
  });

  it('may have no exceptions', () => {
    expect(parseHours('{"weekdays":{}}')).toEqual({ weekdays: {}, exceptions: [] });
  });

  it.each([
    'Mo-Fr 9-18',
    '[]',
    '{"weekdays":{"funday":[]}}',
    '{"weekdays":{"monday":[{"from":9}]}}',
    '{"weekdays":{},"exceptions":[{"periods":[]}]}',
  ])('is null for %s', (text) => {
    expect(parseHours(text)).toBeNull();
  });
});
