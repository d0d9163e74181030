import type { GeocodedPoint, GeocodingAddress } from '@driver-dispatch/contract';
import type { CacheService, RequestContext } from '@vendure/core';
import { resolveOptions } from '../configuration/resolve-options';
import { GeocodingService } from './geocoding.service';

const ctx = {} as RequestContext;
const visitor = (ip: string) => ({ req: { ip } }) as RequestContext;
const address: GeocodingAddress = { streetLine1: 'Torstr. 1', city: 'Berlin', countryCode: 'DE' };
const berlin: GeocodedPoint = { lat: 52.529, lon: 13.401, precision: 'building' };
const DAY = 86_400_000;

function setUp(result: GeocodedPoint | null | Error = berlin, local = false) {
  const stored = new Map<string, unknown>();
  const ttls: unknown[] = [];
  const cache = {
    get: async (key: string) => stored.get(key),
    set: async (key: string, value: unknown, { ttl }: { ttl: number }) => {
      stored.set(key, value);
      ttls.push(ttl);
    },
  } as unknown as CacheService;
  const locate = jest.fn(async () => {
    if (result instanceof Error) {
      throw result;
    }
    return result ?? undefined;
  });
  const options = resolveOptions({
    geocodingStrategy: { locate, local },
    geocodingCacheDays: 7,
    visitorGeocodingPerMinute: 2,
    checkoutGeocodingPerMinute: 2,
  });
  return { service: new GeocodingService(cache, options), locate, stored, ttls };
}

describe('GeocodingService', () => {
  it('geocodes an address once, regardless of case and blanks', async () => {
    const { service, locate, ttls } = setUp();
    expect(await service.locate(ctx, address)).toEqual(berlin);
    const written = { ...address, streetLine1: ' TORSTR.  1', streetLine2: null };
    expect(await service.locate(ctx, written)).toEqual(berlin);
    expect(locate).toHaveBeenCalledTimes(1);
    expect(ttls).toEqual([7 * DAY]);
    await service.locate(ctx, { ...address, city: 'Potsdam' });
    expect(locate).toHaveBeenCalledTimes(2);
  });

  it('shares one request between concurrent lookups', async () => {
    const { service, locate } = setUp();
    await Promise.all([service.locate(ctx, address), service.locate(ctx, address)]);
    expect(locate).toHaveBeenCalledTimes(1);
  });

  it('caches for a day that an address was not found', async () => {
    const { service, locate, ttls } = setUp(null);
    expect(await service.locate(ctx, address)).toBeUndefined();
    expect(await service.locate(ctx, address)).toBeUndefined();
    expect(locate).toHaveBeenCalledTimes(1);
    expect(ttls).toEqual([DAY]);
  });

  it('does not cache a failure', async () => {
    const { service, locate } = setUp(new Error('down'));
    await expect(service.locate(ctx, address)).rejects.toThrow('down');
    await expect(service.locate(ctx, address)).rejects.toThrow('down');
    expect(locate).toHaveBeenCalledTimes(2);
  });

  it('limits visitor lookups per client, except cached addresses and checkouts', async () => {
    const { service, locate } = setUp();
    const street = (streetLine1: string) => ({ ...address, streetLine1 });
    await service.locateForVisitor(visitor('1.1.1.1'), street('A'));
    await service.locateForVisitor(visitor('1.1.1.1'), street('B'));
    const beyond = service.locateForVisitor(visitor('1.1.1.1'), street('C'));
    await expect(beyond).rejects.toThrow(/Too many addresses/);
    expect(await service.locateForVisitor(visitor('1.1.1.1'), street('B'))).toEqual(berlin);
    expect(await service.locateForVisitor(visitor('2.2.2.2'), street('C'))).toEqual(berlin);
    expect(await service.locate(visitor('1.1.1.1'), street('D'))).toEqual(berlin);
    expect(locate).toHaveBeenCalledTimes(4);
  });

  it('counts a /64 IPv6 network as one client', async () => {
    const { service } = setUp();
    const locate = (ip: string, streetLine1: string) =>
      service.locateForVisitor(visitor(ip), { ...address, streetLine1 });
    await locate('2001:db8:1:2::1', 'A');
    await locate('2001:db8:1:2::2', 'B');
    await expect(locate('2001:db8:1:2:ffff::3', 'C')).rejects.toThrow(/Too many addresses/);
    expect(await locate('2001:db8:1:3::1', 'C')).toEqual(berlin);
  });

  it('delays checkout lookups of a client beyond its limit', async () => {
    const { service, locate } = setUp();
    const started: string[] = [];
    const ends = new Map<string, () => void>();
    locate.mockImplementation(async (...[, { streetLine1 }]: any[]) => {
      started.push(streetLine1);
      await new Promise<void>((resolve) => ends.set(streetLine1, resolve));
      return berlin;
    });
    const start = async (streetLine1: string, client: RequestContext) => {
      const located = service.locate(client, { ...address, streetLine1 });
      await new Promise((resolve) => setImmediate(resolve));
      return { located };
    };
    const flood = [
      await start('A', visitor('1.1.1.1')),
      await start('B', visitor('::ffff:1.1.1.1')),
      await start('C', visitor('1.1.1.1')),
    ];
    const others = [await start('D', visitor('2.2.2.2')), await start('job', ctx)];
    expect(started).toEqual(['A', 'B', 'D', 'job']);
    ['A', 'B', 'D', 'job'].forEach((name) => ends.get(name)!());
    await Promise.all([...flood.slice(0, 2), ...others].map(({ located }) => located));
    await new Promise((resolve) => setImmediate(resolve));
    expect(started.at(-1)).toBe('C');
    ends.get('C')!();
    expect(await flood[2]!.located).toEqual(berlin);
  });

  it('does not cache results of a local strategy', async () => {
    const { service, locate, stored } = setUp(berlin, true);
    await service.locate(ctx, address);
    await service.locate(ctx, address);
    expect(locate).toHaveBeenCalledTimes(2);
    expect(stored.size).toBe(0);
  });

  it('ignores invalid results of a strategy', async () => {
    expect(await setUp({ lat: 0, lon: 0 }).service.locate(ctx, address)).toBeUndefined();
    const odd = { ...berlin, precision: 'metre' } as unknown as GeocodedPoint;
    expect(await setUp(odd).service.locate(ctx, address)).toEqual({ lat: 52.529, lon: 13.401 });
  });
});
