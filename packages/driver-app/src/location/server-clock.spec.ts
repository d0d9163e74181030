import { ServerClock } from './server-clock';

const HOUR = 3_600_000;
const TRUE_TIME = Date.parse('2026-05-04T10:00:00.000Z');

describe('ServerClock', () => {
  it.each([0, HOUR, -HOUR])('corrects a device clock that is wrong by %d ms', (error) => {
    const clock = new ServerClock(() => TRUE_TIME + error);
    clock.set('2026-05-04T10:00:00.000Z');
    expect(clock.now()).toBe(TRUE_TIME);
    expect(clock.correct(TRUE_TIME + error - 3_000)).toBe('2026-05-04T09:59:57.000Z');
  });

  it('uses the current time for a location whose age is impossible', () => {
    const clock = new ServerClock(() => TRUE_TIME);
    expect(clock.correct(TRUE_TIME + HOUR)).toBe('2026-05-04T10:00:00.000Z');
    expect(clock.correct(TRUE_TIME - HOUR)).toBe('2026-05-04T10:00:00.000Z');
  });
});
