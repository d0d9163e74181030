import { formatAddress, parseAddress } from './parse-address';

const store = { postalCode: '10178', city: 'Berlin', countryCode: 'DE' };

it.each([
  ['Torstraße 1, 10119 Berlin', { streetLine1: 'Torstraße 1', postalCode: '10119', city: 'Berlin' }],
  ['Torstraße 1', { streetLine1: 'Torstraße 1', postalCode: '10178', city: 'Berlin' }],
  ['10119 Berlin', { postalCode: '10119', city: 'Berlin' }],
  ['10119', { postalCode: '10119' }],
  ['Ulmenweg 3, Ulm', { streetLine1: 'Ulmenweg 3', city: 'Ulm' }],
  ['350 5th Ave, New York, NY 10118', { streetLine1: '350 5th Ave', postalCode: '10118', city: 'New York' }],
  [
    '10 Downing St, London SW1A 2AA',
    { streetLine1: '10 Downing St', postalCode: 'SW1A 2AA', city: 'London' },
  ],
  ['Dam 1, 1012 JS Amsterdam', { streetLine1: 'Dam 1', postalCode: '1012 JS', city: 'Amsterdam' }],
  ['Nowy Świat 2, 00-497 Warszawa', { streetLine1: 'Nowy Świat 2', postalCode: '00-497', city: 'Warszawa' }],
])('parses "%s"', (text, expected) => {
  const { countryCode, ...address } = parseAddress(text, store);
  expect(countryCode).toBe('DE');
  expect(JSON.parse(JSON.stringify(address))).toEqual(expected);
});

it('formats the parts that exist', () => {
  expect(formatAddress({ streetLine1: 'Torstraße 1', ...store })).toBe('Torstraße 1, 10178 Berlin');
  expect(formatAddress({ city: 'Berlin' })).toBe('Berlin');
  expect(formatAddress({})).toBe('');
});
