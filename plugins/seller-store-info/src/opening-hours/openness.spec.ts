import { openingHoursSchema } from './opening-hours';
import { opennessAt, type OpeningRules } from './openness';

const timeZone = 'Europe/Berlin';
const nineToSix = [{ from: '09:00', to: '18:00' }];
const rules = (hours: object, rest: Partial<OpeningRules> = {}): OpeningRules => ({
  openingHours: openingHoursSchema.parse({ weekdays: {}, ...hours }),
  timeZone,
  ...rest,
});
const at = (text: string) => new Date(text);

describe('opennessAt', () => {
  it('is always open without hours', () => {
    expect(opennessAt({ timeZone }, at('2026-05-04T03:00Z'))).toEqual({ open: true, until: undefined });
  });

  it('opens and closes by the clock of the store, beginning included, end not', () => {
    const monday = rules({ weekdays: { monday: nineToSix } });
    const opensAt = at('2026-05-04T07:00Z');
    expect(opennessAt(monday, at('2026-05-04T06:59:59.999Z'))).toMatchObject({ open: false, opensAt });
    expect(opennessAt(monday, opensAt)).toEqual({ open: true, until: at('2026-05-04T16:00Z') });
    expect(opennessAt(monday, at('2026-05-04T16:00Z'))).toEqual({
      open: false,
      reason: 'CLOSED',
      opensAt: at('2026-05-11T07:00Z'),
    });
  });

  it('keeps its hours when the clocks change', () => {
    const sunday = rules({ weekdays: { sunday: nineToSix } });
    expect(opennessAt(sunday, at('2026-03-28T12:00Z'))).toMatchObject({ opensAt: at('2026-03-29T07:00Z') });
    expect(opennessAt(sunday, at('2026-10-24T12:00Z'))).toMatchObject({ opensAt: at('2026-10-25T08:00Z') });
  });

  it('stays open past midnight, also where the next day is closed by an exception', () => {
    const friday = { weekdays: { friday: [{ from: '18:00', to: '02:00' }] } };
    const saturdayOff = { ...friday, exceptions: [{ date: '2026-05-09', periods: [] }] };
    for (const hours of [friday, saturdayOff]) {
      const night = opennessAt(rules(hours), at('2026-05-08T23:30Z'));
      expect(night).toEqual({ open: true, until: at('2026-05-09T00:00Z') });
    }
  });

  it('tells when it really closes, where one period follows another without a gap', () => {
    const weekend = rules({
      weekdays: { saturday: [{ from: '10:00', to: '24:00' }], sunday: [{ from: '00:00', to: '12:00' }] },
    });
    expect(opennessAt(weekend, at('2026-05-09T12:00Z'))).toMatchObject({ until: at('2026-05-10T10:00Z') });
  });

  it('never closes when open around the clock', () => {
    const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    const weekdays = Object.fromEntries(days.map((day) => [day, [{ from: '00:00', to: '24:00' }]]));
    expect(opennessAt(rules({ weekdays }), at('2026-05-09T12:00Z'))).toEqual({
      open: true,
      until: undefined,
    });
  });

  it('lets an exception replace the day, to close and to open', () => {
    const exceptions = [
      { date: '2026-05-04', periods: [] },
      { date: '2026-05-05', periods: [{ from: '20:00', to: '21:00' }] },
    ];
    const hours = rules({ weekdays: { monday: nineToSix }, exceptions });
    expect(opennessAt(hours, at('2026-05-04T10:00Z'))).toEqual({
      open: false,
      reason: 'CLOSED',
      opensAt: at('2026-05-05T18:00Z'),
    });
    expect(opennessAt(hours, at('2026-05-05T18:30Z'))).toMatchObject({ open: true });
  });

  it('is paused until then, and opens with the hours after it', () => {
    const hours = rules({ weekdays: { monday: nineToSix } }, { pausedUntil: at('2026-05-04T12:00Z') });
    const paused = { open: false, reason: 'PAUSED', opensAt: at('2026-05-04T12:00Z') };
    expect(opennessAt(hours, at('2026-05-04T10:00Z'))).toEqual(paused);
    expect(opennessAt(hours, at('2026-05-04T12:00Z'))).toMatchObject({ open: true });
    const overnight = { ...hours, pausedUntil: at('2026-05-04T20:00Z') };
    expect(opennessAt(overnight, at('2026-05-04T10:00Z'))).toMatchObject({
      opensAt: at('2026-05-11T07:00Z'),
    });
    const always = { timeZone, pausedUntil: at('2026-05-04T12:00Z') };
    expect(opennessAt(always, at('2026-05-04T10:00Z'))).toEqual(paused);
  });

  it('knows no opening where none is to come', () => {
    const closed = { open: false, reason: 'CLOSED', opensAt: undefined };
    expect(opennessAt(rules({}), at('2026-05-04T10:00Z'))).toEqual(closed);
  });
});
