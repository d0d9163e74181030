import { endsNextDay, DEFAULT_HOURS, withEveryDayLike, withPeriod, withWeekday, type Hours } from './hours';

const lunch = [{ from: '12:00', to: '14:00' }];
const hours: Hours = { weekdays: { monday: lunch, tuesday: [] }, exceptions: [] };

describe('edited opening hours', () => {
  it('change on one weekday and omit a closed weekday', () => {
    expect(withWeekday(hours, 'friday', lunch).weekdays).toEqual({
      monday: lunch,
      tuesday: [],
      friday: lunch,
    });
    expect(withWeekday(hours, 'monday', []).weekdays).toEqual({ tuesday: [] });
  });

  it('are copied to every weekday, including closed hours', () => {
    expect(Object.keys(withEveryDayLike(hours, 'monday').weekdays)).toHaveLength(7);
    expect(withEveryDayLike(DEFAULT_HOURS, 'sunday').weekdays).toEqual({});
  });

  it('get a new period after the last one', () => {
    expect(withPeriod([])).toEqual([{ from: '09:00', to: '18:00' }]);
    expect(withPeriod(lunch)).toEqual([...lunch, { from: '15:00', to: '18:00' }]);
    expect(withPeriod([{ from: '18:00', to: '23:00' }])[1]).toEqual({ from: '23:00', to: '24:00' });
  });

  it('detect a period that ends on the next day', () => {
    expect(endsNextDay({ from: '18:00', to: '02:00' })).toBe(true);
    expect(endsNextDay({ from: '00:00', to: '24:00' })).toBe(false);
  });
});
