import type { WorkingPeriod } from '@driver-dispatch/contract/messages';
import { isOutsideWorkingHours, workingHoursEndingSoon, workingUntil } from './working-hours';

/** A time in the time zone of the device. 4 May 2026 is a Monday. */
const at = (day: number, hours: number, minutes = 0) => new Date(2026, 4, day, hours, minutes).getTime();

const periods: WorkingPeriod[] = [
  { weekday: 'MONDAY', from: '08:00', to: '12:00' },
  { weekday: 'MONDAY', from: '12:00', to: '14:30' },
  { weekday: 'FRIDAY', from: '22:00', to: '02:00' },
  { weekday: 'SUNDAY', from: '00:00', to: '00:00' },
];

describe('workingUntil', () => {
  it.each<[string, number, number | undefined]>([
    ['before the start', at(4, 7, 59), undefined],
    ['at the start, across two periods without a gap', at(4, 8), at(4, 14, 30)],
    ['in the second period', at(4, 13), at(4, 14, 30)],
    ['at the end', at(4, 14, 30), undefined],
    ['on another weekday', at(5, 9), undefined],
    ['before midnight', at(8, 23), at(9, 2)],
    ['after midnight', at(9, 1, 59), at(9, 2)],
    ['at the end on the next day', at(9, 2), undefined],
    ['on a whole day', at(10, 12), at(11, 0)],
  ])('%s', (_, now, end) => {
    expect(workingUntil(periods, now)).toBe(end);
  });

  it('ends for periods that cover the whole week', () => {
    const always = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;
    const whole = always.map((weekday) => ({ weekday, from: '00:00', to: '00:00' }));
    expect(workingUntil(whole, at(4, 8))).toBeGreaterThan(at(10, 0));
  });
});

describe('isOutsideWorkingHours', () => {
  it('is false without planned hours', () => {
    expect(isOutsideWorkingHours([], at(4, 9))).toBe(false);
    expect(isOutsideWorkingHours(periods, at(4, 9))).toBe(false);
    expect(isOutsideWorkingHours(periods, at(4, 15))).toBe(true);
  });
});

describe('workingHoursEndingSoon', () => {
  it('is the end within 15 minutes', () => {
    expect(workingHoursEndingSoon(periods, at(4, 14, 14))).toBeUndefined();
    expect(workingHoursEndingSoon(periods, at(4, 14, 15))).toBe(at(4, 14, 30));
    expect(workingHoursEndingSoon(periods, at(4, 14, 31))).toBeUndefined();
  });
});
