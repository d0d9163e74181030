import { idOf, selectionOf } from './map-ids';

it('parses a selection from its id', () => {
  const selection = { kind: 'driver', id: 'urn:driver:7' } as const;
  expect(idOf(selection)).toBe('driver:urn:driver:7');
  expect(selectionOf(idOf(selection))).toEqual(selection);
});

it.each([null, '', 'driver', 'driver:', 'door:7'])('returns undefined for %j', (text) => {
  expect(selectionOf(text)).toBeUndefined();
});
