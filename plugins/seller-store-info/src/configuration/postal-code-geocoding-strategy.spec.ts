import type { RequestContext } from '@vendure/core';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  PostalCodeGeocodingStrategy,
  type PostalCodeGeocodingOptions,
} from './postal-code-geocoding-strategy';

const ctx = {} as RequestContext;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postal-codes-'));
});
afterAll(() => rm(directory, { recursive: true }));

async function table(text: string, options: Partial<PostalCodeGeocodingOptions> = {}) {
  const file = join(directory, 'codes.csv');
  await writeFile(file, text);
  const strategy = new PostalCodeGeocodingStrategy({ file, ...options });
  await strategy.init();
  return strategy;
}

describe('PostalCodeGeocodingStrategy', () => {
  it('finds postal codes regardless of case and blanks', async () => {
    const strategy = await table(
      'countryCode,postalCode,place,lat,lon\nDE,10119,"Berlin, Mitte",52.53,13.4\nGB,SW1A 1AA,London,51.501,-0.142\n',
    );
    const berlin = { lat: 52.53, lon: 13.4, precision: 'postalCode' };
    expect(await strategy.locate(ctx, { countryCode: 'de', postalCode: ' 10119' })).toEqual(berlin);
    expect(await strategy.locate(ctx, { countryCode: 'GB', postalCode: 'sw1a1aa' })).toMatchObject({
      lat: 51.501,
    });
    expect(await strategy.locate(ctx, { countryCode: 'FR', postalCode: '10119' })).toBeUndefined();
    expect(await strategy.locate(ctx, { postalCode: '10119' })).toBeUndefined();
    expect(await strategy.locate(ctx, { countryCode: 'DE' })).toBeUndefined();
  });

  it('reads a table without a header row and averages several points', async () => {
    const strategy = await table('DE\t99998\tKörner\t51.2\t10.6\nDE\t99998\tVolkenroda\t51.3\t10.5\n', {
      columns: ['countryCode', 'postalCode', 'place', 'lat', 'lon'],
      delimiter: '\t',
    });
    expect(await strategy.locate(ctx, { countryCode: 'DE', postalCode: '99998' })).toEqual({
      lat: expect.closeTo(51.25),
      lon: expect.closeTo(10.55),
      precision: 'postalCode',
    });
  });

  it('uses the default country', async () => {
    const strategy = await table('postalCode,lat,lon\n10119,52.53,13.4\n', { countryCode: 'DE' });
    expect(await strategy.locate(ctx, { postalCode: '10119' })).toMatchObject({ lat: 52.53 });
  });

  it.each([
    ['no country', 'postalCode,lat,lon\n10119,52.53,13.4\n'],
    ['no point', 'countryCode,postalCode,lat,lon\nDE,10119,,\n'],
    ['a latitude of 91', 'countryCode,postalCode,lat,lon\nDE,10119,91,13\n'],
  ])('reports the row with %s', async (_name, text) => {
    await expect(table(text)).rejects.toThrow(/codes\.csv: row 1 needs/);
  });
});
