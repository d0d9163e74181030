import type { RequestContext } from '@vendure/core';
import { JsonServer } from '../testing/json-server';
import { GreatCircleDistanceStrategy } from './great-circle-distance-strategy';
import { OsrmDistanceStrategy } from './osrm-distance-strategy';

const ctx = {} as RequestContext;
const mitte = { lat: 52.52, lon: 13.405 };
const kreuzberg = { lat: 52.499, lon: 13.403 };
const dropoff = { lat: 52.5219, lon: 13.4132 };

let server: JsonServer;
beforeEach(async () => {
  server = await JsonServer.start();
});
afterEach(() => server.stop());

describe('OsrmDistanceStrategy', () => {
  it('requests one table and keeps the order of the origins', async () => {
    server.body = { code: 'Ok', distances: [[812.5], [null]], durations: [[140.2], [null]] };
    const strategy = new OsrmDistanceStrategy({ url: `${server.url}/osrm`, profile: 'bike' });
    expect(await strategy.travelTo(ctx, [mitte, kreuzberg], dropoff)).toEqual([
      { metres: 812.5, seconds: 140.2 },
      undefined,
    ]);
    const [request] = server.requests;
    expect(request?.path).toBe(
      '/osrm/table/v1/bike/13.413200,52.521900;13.405000,52.520000;13.403000,52.499000',
    );
    expect(Object.fromEntries(request?.query ?? [])).toEqual({
      destinations: '0',
      sources: '1;2',
      annotations: 'distance,duration',
    });
  });

  it('splits requests by the maximum table size', async () => {
    server.body = { code: 'Ok', distances: [[1]], durations: [[1]] };
    const strategy = new OsrmDistanceStrategy({ url: server.url, maxTableSize: 2 });
    expect(await strategy.travelTo(ctx, [mitte, kreuzberg], dropoff)).toHaveLength(2);
    expect(server.requests.map(({ query }) => query.get('sources'))).toEqual(['1', '1']);
  });

  it.each([
    ['rejects the request', { status: 400 }],
    ['does not respond', { delayMs: 1000 }],
    ['sends another response', { body: { code: 'NoTable' } }],
  ])('uses the fallback if the server %s', async (_name, reply) => {
    Object.assign(server, reply);
    const strategy = new OsrmDistanceStrategy({ url: server.url, timeoutMs: 100 });
    const fallback = new GreatCircleDistanceStrategy({ detourFactor: 1.3 });
    const expected = await fallback.travelTo(ctx, [mitte], dropoff);
    expect(await strategy.travelTo(ctx, [mitte], dropoff)).toEqual(expected);
    expect(expected[0]?.metres).toBeCloseTo(593.5 * 1.3, -1);
  });

  it.each([
    ['url', { url: 'localhost' }],
    ['maxTableSize', { url: 'http://localhost', maxTableSize: 1 }],
  ])('rejects an invalid %s', (name, options) => {
    expect(() => new OsrmDistanceStrategy(options)).toThrow(new RegExp(name));
  });
});

describe('GreatCircleDistanceStrategy', () => {
  it('rejects a detour factor below 1', () => {
    expect(() => new GreatCircleDistanceStrategy({ detourFactor: 0.9 })).toThrow(/detourFactor/);
  });
});
