import fc from 'fast-check';
import { toInstant, formatIsoDate, isTimeZone, localDayAt, getWeekday } from './local-time';

const day = (date: string) => Date.parse(date) / 86_400_000;
const utc = (instant: number) => new Date(instant).toISOString().slice(0, 16);

describe('toInstant', () => {
  it.each([
    ['in winter', '2026-01-15', '09:00', 'Europe/Berlin', '2026-01-15T08:00'],
    ['in summer', '2026-07-15', '09:00', 'Europe/Berlin', '2026-07-15T07:00'],
    ['before clocks go forward', '2026-03-29', '01:59', 'Europe/Berlin', '2026-03-29T00:59'],
    ['that is skipped, an hour later', '2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30'],
    ['after clocks went forward', '2026-03-29', '09:00', 'Europe/Berlin', '2026-03-29T07:00'],
    ['that occurs twice, the first', '2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30'],
    ['after clocks went back', '2026-10-25', '09:00', 'Europe/Berlin', '2026-10-25T08:00'],
    ['half an hour off', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45'],
    ['across the date line', '2026-05-04', '09:00', 'Pacific/Kiritimati', '2026-05-03T19:00'],
    ['at midnight', '2026-05-04', '00:00', 'America/New_York', '2026-05-04T04:00'],
  ])('converts a time %s', (_case, date, time, zone, expected) => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    expect(utc(toInstant(day(date), hours * 60 + minutes, zone))).toBe(expected);
  });

  it('returns an instant on the given day in any time zone', () => {
    const zones = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia');
    fc.assert(
      fc.property(zones, fc.integer({ min: 15000, max: 30000 }), (zone, localDay) => {
        expect(localDayAt(toInstant(localDay, 12 * 60, zone), zone)).toBe(localDay);
      }),
    );
  });
});

describe('local day', () => {
  it('has a date and a weekday', () => {
    expect(formatIsoDate(day('2026-05-04'))).toBe('2026-05-04');
    expect(getWeekday(day('2026-05-04'))).toBe(0);
    expect(getWeekday(day('1969-12-28'))).toBe(6);
  });

  it('changes at midnight of its time zone', () => {
    const evening = Date.parse('2026-05-04T22:30:00Z');
    expect(formatIsoDate(localDayAt(evening, 'Europe/Berlin'))).toBe('2026-05-05');
    expect(formatIsoDate(localDayAt(evening, 'America/New_York'))).toBe('2026-05-04');
  });
});

describe('isTimeZone', () => {
  it.each([
    ['Europe/Berlin', true],
    ['UTC', true],
    ['Europe/Atlantis', false],
    ['+02:00', false],
    ['', false],
  ])('returns for %p: %p', (name, expected) => {
    expect(isTimeZone(name)).toBe(expected);
  });
});
