import { UserInputError } from '@vendure/core';
import { parseStoresNearInput, type StoresNearInput } from './stores-near-input';

const point = { lat: 52.52, lon: 13.405 };
const parsing = (input: StoresNearInput) => () => parseStoresNearInput(input);

describe('parseStoresNearInput', () => {
  it('applies the defaults of radius, skip and take', () => {
    const defaults = { radiusMetres: 5000, skip: 0, take: 20 };
    expect(parseStoresNearInput({ point })).toEqual({ center: point, ...defaults });
    const nulls = { point, radiusMetres: null, skip: null, take: null };
    expect(parseStoresNearInput(nulls)).toEqual({ center: point, ...defaults });
  });

  it('keeps a postal code for geocoding unless there is a point', () => {
    const code = { postalCode: '10119', countryCode: 'DE' };
    expect(parseStoresNearInput(code)).toMatchObject({ center: code });
    expect(parseStoresNearInput({ point, ...code })).toMatchObject({ center: point });
  });

  it('accepts the maximum radius and take', () => {
    const greatest = { radiusMetres: 100_000, skip: 2 ** 31 - 1, take: 100 };
    expect(parseStoresNearInput({ point, ...greatest })).toEqual({ center: point, ...greatest });
  });

  it.each<[string, StoresNearInput]>([
    ['point or postalCode', {}],
    ['point.lat', { point: { lat: 181, lon: 0 } }],
    ['point.lat', { point: { lat: Number.NaN, lon: 13 } }],
    ['point.lon', { point: { lat: 52, lon: -180.5 } }],
    ['point: (0, 0)', { point: { lat: 0, lon: 0 } }],
    ['radiusMetres', { point, radiusMetres: 0 }],
    ['radiusMetres', { point, radiusMetres: 100_001 }],
    ['radiusMetres', { point, radiusMetres: Number.NaN }],
    ['skip', { point, skip: -1 }],
    ['take', { point, take: 0 }],
    ['take', { point, take: 101 }],
  ])('rejects an invalid %s', (field, input) => {
    expect(parsing(input)).toThrow(UserInputError);
    expect(parsing(input)).toThrow(field);
  });
});
