import { openingHoursSchema } from './opening-hours';
import { openingStatusAt, type OpeningRules } from './opening-status';

const timeZone = 'Europe/Berlin';
const nineToSix = [{ from: '09:00', to: '18:00' }];
const rules = (hours: object, rest: Partial<OpeningRules> = {}): OpeningRules => ({
  openingHours: openingHoursSchema.parse({ weekdays: {}, ...hours }),
  timeZone,
  ...rest,
});
const at = (text: string) => new Date(text);

describe('openingStatusAt', () => {
  it('is always open without hours', () => {
    expect(openingStatusAt({ timeZone }, at('2026-05-04T03:00Z'))).toEqual({ open: true, until: undefined });
  });

  it('includes the start and excludes the end of a period in the time zone of the store', () => {
    const monday = rules({ weekdays: { monday: nineToSix } });
    const opensAt = at('2026-05-04T07:00Z');
    expect(openingStatusAt(monday, at('2026-05-04T06:59:59.999Z'))).toMatchObject({ open: false, opensAt });
    expect(openingStatusAt(monday, opensAt)).toEqual({ open: true, until: at('2026-05-04T16:00Z') });
    expect(openingStatusAt(monday, at('2026-05-04T16:00Z'))).toEqual({
      open: false,
      reason: 'CLOSED',
      opensAt: at('2026-05-11T07:00Z'),
    });
  });

  it('keeps its local hours when DST changes', () => {
    const sunday = rules({ weekdays: { sunday: nineToSix } });
    expect(openingStatusAt(sunday, at('2026-03-28T12:00Z'))).toMatchObject({
      opensAt: at('2026-03-29T07:00Z'),
    });
    expect(openingStatusAt(sunday, at('2026-10-24T12:00Z'))).toMatchObject({
      opensAt: at('2026-10-25T08:00Z'),
    });
  });

  it('stays open after midnight even if an exception closes the next day', () => {
    const friday = { weekdays: { friday: [{ from: '18:00', to: '02:00' }] } };
    const saturdayOff = { ...friday, exceptions: [{ date: '2026-05-09', periods: [] }] };
    for (const hours of [friday, saturdayOff]) {
      const night = openingStatusAt(rules(hours), at('2026-05-08T23:30Z'));
      expect(night).toEqual({ open: true, until: at('2026-05-09T00:00Z') });
    }
  });

  it('merges consecutive periods', () => {
    const weekend = rules({
      weekdays: { saturday: [{ from: '10:00', to: '24:00' }], sunday: [{ from: '00:00', to: '12:00' }] },
    });
    expect(openingStatusAt(weekend, at('2026-05-09T12:00Z'))).toMatchObject({
      until: at('2026-05-10T10:00Z'),
    });
  });

  it('has no closing time if it is open around the clock', () => {
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    const weekdays = Object.fromEntries(days.map((day) => [day, [{ from: '00:00', to: '24:00' }]]));
    expect(openingStatusAt(rules({ weekdays }), at('2026-05-09T12:00Z'))).toEqual({
      open: true,
      until: undefined,
    });
  });

  it('applies exceptions that close or open a day', () => {
    const exceptions = [
      { date: '2026-05-04', periods: [] },
      { date: '2026-05-05', periods: [{ from: '20:00', to: '21:00' }] },
    ];
    const hours = rules({ weekdays: { monday: nineToSix }, exceptions });
    expect(openingStatusAt(hours, at('2026-05-04T10:00Z'))).toEqual({
      open: false,
      reason: 'CLOSED',
      opensAt: at('2026-05-05T18:00Z'),
    });
    expect(openingStatusAt(hours, at('2026-05-05T18:30Z'))).toMatchObject({ open: true });
  });

  it('opens after a pause according to its hours', () => {
    const hours = rules({ weekdays: { monday: nineToSix } }, { pausedUntil: at('2026-05-04T12:00Z') });
    const paused = { open: false, reason: 'PAUSED', opensAt: at('2026-05-04T12:00Z') };
    expect(openingStatusAt(hours, at('2026-05-04T10:00Z'))).toEqual(paused);
    expect(openingStatusAt(hours, at('2026-05-04T12:00Z'))).toMatchObject({ open: true });
    const overnight = { ...hours, pausedUntil: at('2026-05-04T20:00Z') };
    expect(openingStatusAt(overnight, at('2026-05-04T10:00Z'))).toMatchObject({
      opensAt: at('2026-05-11T07:00Z'),
    });
    const always = { timeZone, pausedUntil: at('2026-05-04T12:00Z') };
    expect(openingStatusAt(always, at('2026-05-04T10:00Z'))).toEqual(paused);
  });

  it('has no opening time without future periods', () => {
    const closed = { open: false, reason: 'CLOSED', opensAt: undefined };
    expect(openingStatusAt(rules({}), at('2026-05-04T10:00Z'))).toEqual(closed);
  });
});
