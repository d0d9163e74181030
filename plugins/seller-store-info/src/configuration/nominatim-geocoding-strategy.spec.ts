import type { RequestContext } from '@vendure/core';
import { JsonServer } from '../testing/json-server';
import { NominatimGeocodingStrategy, type NominatimGeocodingOptions } from './nominatim-geocoding-strategy';

const ctx = {} as RequestContext;
const address = {
  streetLine1: 'Torstr. 1',
  city: 'Berlin',
  postalCode: ' 10119 ',
  province: '',
  countryCode: 'DE',
};
const place = { lat: '52.529', lon: '13.401', place_rank: 30, addresstype: 'building' };

let server: JsonServer;
beforeEach(async () => {
  server = await JsonServer.start();
  server.body = [place];
});
afterEach(() => server.stop());

const strategy = (options: Partial<NominatimGeocodingOptions> = {}) =>
  new NominatimGeocodingStrategy({
    application: 'test-shop/1.0',
    contact: 'it@shop.example',
    url: server.url,
    ...options,
  });

describe('NominatimGeocodingStrategy', () => {
  it('sends the parts of the address and the user agent', async () => {
    expect(await strategy().locate(ctx, address)).toEqual({
      lat: 52.529,
      lon: 13.401,
      precision: 'building',
    });
    const [request] = server.requests;
    expect(request?.path).toBe('/search');
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      street: 'Torstr. 1',
      city: 'Berlin',
      postalcode: '10119',
      countrycodes: 'de',
      format: 'jsonv2',
      limit: '1',
    });
    expect(request?.headers['user-agent']).toBe('test-shop/1.0 (it@shop.example)');
  });

  it.each([
    ['building', { place_rank: 30, addresstype: 'house' }],
    ['street', { place_rank: 26, addresstype: 'road' }],
    ['postalCode', { place_rank: 21, addresstype: 'postcode' }],
    ['locality', { place_rank: 16, addresstype: 'city' }],
  ])('returns the precision %s', async (precision, rest) => {
    server.body = [{ ...place, ...rest }];
    expect(await strategy().locate(ctx, address)).toMatchObject({ precision });
  });

  it('returns undefined if the server finds nothing, and sends no request for an incomplete address', async () => {
    server.body = [];
    expect(await strategy().locate(ctx, address)).toBeUndefined();
    expect(await strategy().locate(ctx, { streetLine1: 'Torstr. 1', countryCode: 'DE' })).toBeUndefined();
    expect(server.requests).toHaveLength(1);
  });

  it.each([{ status: 429 }, { body: { error: 'no' } }])('throws for the response %p', async (reply) => {
    Object.assign(server, reply);
    await expect(strategy().locate(ctx, address)).rejects.toThrow();
  });

  it('divides the request rate by the number of processes', async () => {
    const fast = strategy({ requestsPerSecond: 10, processes: 3 });
    const began = performance.now();
    await Promise.all(
      [1, 2, 3].map((number) => fast.locate(ctx, { ...address, streetLine1: `Torstr. ${number}` })),
    );
    // Measured from the start, because each request may be delayed.
    const [, second, third] = server.requests.map(({ at }) => at - began);
    expect(second).toBeGreaterThanOrEqual(300);
    expect(third).toBeGreaterThanOrEqual(600);
  });

  it('sends one request per two seconds and process by default', async () => {
    const public_ = strategy({ maxWaitMs: 1990 });
    const now = jest.spyOn(performance, 'now').mockReturnValue(performance.now());
    const first = public_.locate(ctx, address);
    const second = public_.locate(ctx, address);
    now.mockRestore();
    await expect(second).rejects.toThrow(/longer than 1990 ms/);
    await first;
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['application', { application: ' ' }],
    ['contact', { contact: undefined as unknown as string }],
    ['contact', { contact: 'a\r\nb' }],
    ['url', { url: 'nominatim' }],
    ['requestsPerSecond', { requestsPerSecond: 0 }],
    ['processes', { processes: 0 }],
  ])('rejects an invalid %s', (name, options) => {
    expect(() => strategy(options)).toThrow(new RegExp(name));
  });
});
