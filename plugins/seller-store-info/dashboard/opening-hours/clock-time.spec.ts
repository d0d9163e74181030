import { storedEnd, shownEnd } from './clock-time';

it('converts between 24:00 and 00:00', () => {
  expect(shownEnd('24:00')).toBe('00:00');
  expect(storedEnd('00:00')).toBe('24:00');
  expect([shownEnd('18:30'), storedEnd('18:30')]).toEqual(['18:30', '18:30']);
});
