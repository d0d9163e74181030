import { dateError, periodsError } from './hours-errors';

const period = (from: string, to: string) => ({ from, to });

describe('periodsError', () => {
  it.each([
    ['none', [], undefined],
    ['one after the other', [period('14:00', '18:00'), period('09:00', '14:00')], undefined],
    ['into the night', [period('12:00', '14:00'), period('18:00', '02:00')], undefined],
    ['all day', [period('00:00', '24:00')], undefined],
    ['one without its end', [period('09:00', '')], 'incomplete'],
    ['one of no length', [period('09:00', '09:00')], 'empty'],
    ['one in the other', [period('09:00', '18:00'), period('10:00', '11:00')], 'overlap'],
    ['one into another by night', [period('18:00', '02:00'), period('23:00', '23:30')], 'overlap'],
  ] as const)('%s', (_name, periods, error) => {
    expect(periodsError(periods)).toBe(error);
  });
});

describe('dateError', () => {
  it('returns the error of each exception', () => {
    const exceptions = ['2026-12-24', '', '2026-12-24', '2026-12-25'].map((date) => ({ date, periods: [] }));
    const errors = exceptions.map((_, index) => dateError({ weekdays: {}, exceptions }, index));
    expect(errors).toEqual(['duplicate', 'missing', 'duplicate', undefined]);
  });
});
