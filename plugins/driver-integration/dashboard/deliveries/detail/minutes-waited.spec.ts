import { minutesWaited } from './minutes-waited';

const NOW = Date.parse('2026-05-04T12:00:00.000Z');

it.each([
  ['2026-05-04T11:57:01.000Z', 2],
  ['2026-05-04T12:30:00.000Z', 0],
  [null, 0],
])('counts from the start of the search: %s', (waitingSince, minutes) => {
  expect(minutesWaited({ waitingSince }, NOW)).toBe(minutes);
});
