import {
  GEOCODING_PRECISIONS,
  getNetwork,
  pointSchema,
  type GeocodedPoint,
  type GeocodingAddress,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CacheService, Instrument, UserInputError, type RequestContext } from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { addressFingerprint } from './address-fingerprint';
import { LookupScheduler, TooManyLookupsError } from './lookup-scheduler';
import { LookupRateLimit } from './lookup-rate-limit';

/** Maximum wait of a visitor lookup in ms. */
const VISITOR_WAIT_MS = 10_000;

const DAY_MILLISECONDS = 86_400_000;

/** Cache lifetime of an address that was not found, in days. */
const UNKNOWN_DAYS = 1;

/** Geocodes addresses with the configured strategy. Results of non-local strategies are cached. */
@Injectable()
@Instrument()
export class GeocodingService {
  private readonly pending = new Map<string, Promise<GeocodedPoint | undefined>>();
  private readonly scheduler = new LookupScheduler(VISITOR_WAIT_MS);
  private readonly visitorLimit: LookupRateLimit;
  private readonly checkoutLimit: LookupRateLimit;

  constructor(
    private readonly cache: CacheService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {
    this.visitorLimit = new LookupRateLimit(options.visitorGeocodingPerMinute);
    this.checkoutLimit = new LookupRateLimit(options.checkoutGeocodingPerMinute);
  }

  /**
   * Geocodes an address for a checkout or a job, with priority over visitor lookups. Beyond the checkout limit of the client
   * the lookup waits like a visitor lookup.
   *
   * @returns undefined if the address is not found
   * @throws if the strategy fails
   */
  locate(ctx: RequestContext, address: GeocodingAddress): Promise<GeocodedPoint | undefined> {
    return this.lookUp(ctx, address, (geocode) => {
      const isWithinLimit = !ctx.req?.ip || this.checkoutLimit.take(getNetwork(ctx.req.ip));
      return isWithinLimit ? this.scheduler.checkout(geocode) : this.scheduler.visitor(geocode);
    });
  }

  /**
   * Geocodes an address of a public query. Lookups have a limit per client and lower priority than checkouts. Cached
   * addresses do not count.
   *
   * @returns undefined if the address is not found
   * @throws UserInputError beyond the limit of the client, or if too many lookups are waiting
   */
  async locateForVisitor(ctx: RequestContext, address: GeocodingAddress): Promise<GeocodedPoint | undefined> {
    if (this.options.geocodingStrategy.local || (await this.cache.get(this.keyOf(address)))) {
      return this.locate(ctx, address);
    }
    if (!this.visitorLimit.take(ctx.req?.ip ? getNetwork(ctx.req.ip) : (ctx.session?.token ?? ''))) {
      throw new UserInputError('Too many addresses: try again in a minute');
    }
    try {
      return await this.scheduler.visitor(() => this.lookUp(ctx, address, (geocode) => geocode()));
    } catch (error) {
      throw error instanceof TooManyLookupsError
        ? new UserInputError('Too many addresses: try again in a minute')
        : error;
    }
  }

  private async lookUp(
    ctx: RequestContext,
    address: GeocodingAddress,
    schedule: (geocode: () => Promise<GeocodedPoint | undefined>) => Promise<GeocodedPoint | undefined>,
  ): Promise<GeocodedPoint | undefined> {
    const { geocodingStrategy } = this.options;
    if (geocodingStrategy.local) {
      return validPoint(await geocodingStrategy.locate(ctx, address));
    }
    const key = this.keyOf(address);
    const cached = await this.cache.get<string>(key);
    if (cached) {
      return validPoint(JSON.parse(cached));
    }
    const lookup = this.pending.get(key) ?? schedule(() => this.geocode(ctx, key, address));
    this.pending.set(key, lookup);
    return lookup;
  }

  private keyOf(address: GeocodingAddress): string {
    const { constructor } = this.options.geocodingStrategy;
    return `seller-store-info:geocode:${constructor.name}:${addressFingerprint(address)}`;
  }

  private async geocode(
    ctx: RequestContext,
    key: string,
    address: GeocodingAddress,
  ): Promise<GeocodedPoint | undefined> {
    try {
      const point = validPoint(await this.options.geocodingStrategy.locate(ctx, address));
      const days = point ? this.options.geocodingCacheDays : UNKNOWN_DAYS;
      await this.cache.set(key, JSON.stringify(point ?? null), { ttl: days * DAY_MILLISECONDS });
      return point;
    } finally {
      this.pending.delete(key);
    }
  }
}

/** Returns a strategy's result, or undefined if its coordinates are invalid. */
function validPoint(result: GeocodedPoint | null | undefined): GeocodedPoint | undefined {
  const point = pointSchema.safeParse(result).data;
  const precision = GEOCODING_PRECISIONS.find((candidate) => candidate === result?.precision);
  return point && { ...point, ...(precision && { precision }) };
}
