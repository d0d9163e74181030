import type { GeocodedPoint, GeocodingAddress } from '@driver-dispatch/contract';
import type { CacheService, RequestContext } from '@vendure/core';
import { resolveOptions } from '../resolve-options';
import { GeocodingService } from './geocoding.service';

const ctx = {} as RequestContext;
const visitor = (ip: string) => ({ req: { ip } }) as RequestContext;
const address: GeocodingAddress = { streetLine1: 'Torstr. 1', city: 'Berlin', countryCode: 'DE' };
const door: GeocodedPoint = { lat: 52.529, lon: 13.401, precision: 'building' };
const DAY = 86_400_000;

function setUp(answer: GeocodedPoint | null | Error = door, local = false) {
  const kept = new Map<string, unknown>();
  const ttls: unknown[] = [];
  const cache = {
    get: async (key: string) => kept.get(key),
    set: async (key: string, value: unknown, { ttl }: { ttl: number }) => {
      kept.set(key, value);
      ttls.push(ttl);
    },
  } as unknown as CacheService;
  const locate = jest.fn(async () => {
    if (answer instanceof Error) {
      throw answer;
    }
    return answer ?? undefined;
  });
  const options = resolveOptions({
    geocoding: { locate, local },
    geocodingCacheDays: 7,
    visitorGeocodingPerMinute: 2,
    checkoutGeocodingPerMinute: 2,
  });
  return { service: new GeocodingService(cache, options), locate, kept, ttls };
}

describe('GeocodingService', () => {
  it('asks once about an address, however it is written', async () => {
    const { service, locate, ttls } = setUp();
    expect(await service.locate(ctx, address)).toEqual(door);
    const written = { ...address, streetLine1: ' TORSTR.  1', streetLine2: null };
    expect(await service.locate(ctx, written)).toEqual(door);
    expect(locate).toHaveBeenCalledTimes(1);
    expect(ttls).toEqual([7 * DAY]);
    await service.locate(ctx, { ...address, city: 'Potsdam' });
    expect(locate).toHaveBeenCalledTimes(2);
  });

  it('asks once while the answer is under way', async () => {
    const { service, locate } = setUp();
    await Promise.all([service.locate(ctx, address), service.locate(ctx, address)]);
    expect(locate).toHaveBeenCalledTimes(1);
  });

  it('remembers for a day that an address is not known', async () => {
    const { service, locate, ttls } = setUp(null);
    expect(await service.locate(ctx, address)).toBeUndefined();
    expect(await service.locate(ctx, address)).toBeUndefined();
    expect(locate).toHaveBeenCalledTimes(1);
    expect(ttls).toEqual([DAY]);
  });

  it('asks again after a failure', async () => {
    const { service, locate } = setUp(new Error('down'));
    await expect(service.locate(ctx, address)).rejects.toThrow('down');
    await expect(service.locate(ctx, address)).rejects.toThrow('down');
    expect(locate).toHaveBeenCalledTimes(2);
  });

  it('limits the lookups of a client, but not what is cached, nor checkouts', async () => {
    const { service, locate } = setUp();
    const street = (streetLine1: string) => ({ ...address, streetLine1 });
    await service.locateForVisitor(visitor('1.1.1.1'), street('A'));
    await service.locateForVisitor(visitor('1.1.1.1'), street('B'));
    const beyond = service.locateForVisitor(visitor('1.1.1.1'), street('C'));
    await expect(beyond).rejects.toThrow(/Too many addresses/);
    expect(await service.locateForVisitor(visitor('1.1.1.1'), street('B'))).toEqual(door);
    expect(await service.locateForVisitor(visitor('2.2.2.2'), street('C'))).toEqual(door);
    expect(await service.locate(visitor('1.1.1.1'), street('D'))).toEqual(door);
    expect(locate).toHaveBeenCalledTimes(4);
  });

  it('takes all addresses of an IPv6 network for one client', async () => {
    const { service } = setUp();
    const locate = (ip: string, streetLine1: string) =>
      service.locateForVisitor(visitor(ip), { ...address, streetLine1 });
    await locate('2001:db8:1:2::1', 'A');
    await locate('2001:db8:1:2::2', 'B');
    await expect(locate('2001:db8:1:2:ffff::3', 'C')).rejects.toThrow(/Too many addresses/);
    expect(await locate('2001:db8:1:3::1', 'C')).toEqual(door);
  });

  it('lets other checkouts pass a client beyond the limit for checkouts', async () => {
    const { service, locate } = setUp();
    const started: string[] = [];
    const ends = new Map<string, () => void>();
    locate.mockImplementation(async (...[, { streetLine1 }]: any[]) => {
      started.push(streetLine1);
      await new Promise<void>((resolve) => ends.set(streetLine1, resolve));
      return door;
    });
    const begin = async (streetLine1: string, client: RequestContext) => {
      const located = service.locate(client, { ...address, streetLine1 });
      await new Promise((resolve) => setImmediate(resolve));
      return { located };
    };
    const flood = [
      await begin('A', visitor('1.1.1.1')),
      await begin('B', visitor('::ffff:1.1.1.1')),
      await begin('C', visitor('1.1.1.1')),
    ];
    const others = [await begin('D', visitor('2.2.2.2')), await begin('job', ctx)];
    expect(started).toEqual(['A', 'B', 'D', 'job']);
    ['A', 'B', 'D', 'job'].forEach((name) => ends.get(name)!());
    await Promise.all([...flood.slice(0, 2), ...others].map(({ located }) => located));
    await new Promise((resolve) => setImmediate(resolve));
    expect(started.at(-1)).toBe('C');
    ends.get('C')!();
    expect(await flood[2]!.located).toEqual(door);
  });

  it('does not cache what a strategy knows by itself', async () => {
    const { service, locate, kept } = setUp(door, true);
    await service.locate(ctx, address);
    await service.locate(ctx, address);
    expect(locate).toHaveBeenCalledTimes(2);
    expect(kept.size).toBe(0);
  });

  it('takes what a strategy makes up for no place', async () => {
    expect(await setUp({ lat: 0, lon: 0 }).service.locate(ctx, address)).toBeUndefined();
    const odd = { ...door, precision: 'metre' } as unknown as GeocodedPoint;
    expect(await setUp(odd).service.locate(ctx, address)).toEqual({ lat: 52.529, lon: 13.401 });
  });
});
