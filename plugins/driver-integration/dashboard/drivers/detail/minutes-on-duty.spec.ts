import type { DriverStatus } from '../driver-status';
import { minutesOnDuty } from './minutes-on-duty';

const NOW = new Date(2026, 4, 4, 12);
const change = (status: DriverStatus, hours: number) => ({
  status,
  at: new Date(2026, 4, 4, hours).toISOString(),
});

describe('minutesOnDuty', () => {
  it.each([
    ['without changes', [], 0],
    ['available since ten', [change('AVAILABLE', 10), change('OFFLINE', 9)], 120],
    [
      'with deliveries and a break',
      [
        change('OFFLINE', 11),
        change('AVAILABLE', 10),
        change('BUSY', 9),
        change('OFFLINE', 8),
        change('AVAILABLE', 6),
      ],
      4 * 60,
    ],
    ['since yesterday', [change('AVAILABLE', 1), change('BUSY', -3), change('AVAILABLE', -8)], 12 * 60],
  ] as const)('of a driver %s', (_case, history, minutes) => {
    expect(minutesOnDuty(history, NOW)).toBe(minutes);
  });
});
