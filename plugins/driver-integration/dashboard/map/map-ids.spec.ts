import { formatSelectionId, parseSelectionId } from './map-ids';

it('parses a selection from its id', () => {
  const selection = { kind: 'driver', id: 'urn:driver:7' } as const;
  expect(formatSelectionId(selection)).toBe('driver:urn:driver:7');
  expect(parseSelectionId(formatSelectionId(selection))).toEqual(selection);
});

it.each([null, '', 'driver', 'driver:', 'door:7'])('returns undefined for %j', (text) => {
  expect(parseSelectionId(text)).toBeUndefined();
});
