import { keptEnd, shownEnd } from './clock-time';

it('shows the end of a day as midnight, and takes midnight for it', () => {
  expect(shownEnd('24:00')).toBe('00:00');
  expect(keptEnd('00:00')).toBe('24:00');
  expect([shownEnd('18:30'), keptEnd('18:30')]).toEqual(['18:30', '18:30']);
});
