import { idOf, selectionOf } from './map-ids';

it('is read as it was written, with whatever is in an id', () => {
  const selection = { kind: 'driver', id: 'urn:driver:7' } as const;
  expect(idOf(selection)).toBe('driver:urn:driver:7');
  expect(selectionOf(idOf(selection))).toEqual(selection);
});

it.each([null, '', 'driver', 'driver:', 'door:7'])('is none in %j', (text) => {
  expect(selectionOf(text)).toBeUndefined();
});
