import {
  GEOCODING_PRECISIONS,
  pointSchema,
  type GeocodedPoint,
  type GeocodingAddress,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CacheService, UserInputError, type RequestContext } from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../plugin-options';
import { addressFingerprint } from './address-fingerprint';
import { clientOf } from './client-of';
import { GeocodingTurns, TooManyLookupsError } from './geocoding-turns';
import { VisitorAllowance } from './visitor-allowance';

/** How long the lookup of a visitor waits at the most, in ms. */
const VISITOR_WAIT_MS = 10_000;

const DAY_MILLISECONDS = 86_400_000;

/** How long an address that nobody knows is not asked about again: maps grow. */
const UNKNOWN_DAYS = 1;

/** Where addresses are, as the configured strategy tells; what another machine has told is cached. */
@Injectable()
export class GeocodingService {
  private readonly underWay = new Map<string, Promise<GeocodedPoint | undefined>>();
  private readonly turns = new GeocodingTurns(VISITOR_WAIT_MS);
  private readonly allowance: VisitorAllowance;
  private readonly checkoutAllowance: VisitorAllowance;

  constructor(
    private readonly cache: CacheService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {
    this.allowance = new VisitorAllowance(options.visitorGeocodingPerMinute);
    this.checkoutAllowance = new VisitorAllowance(options.checkoutGeocodingPerMinute);
  }

  /**
   * Locates an address of a checkout or of a job. Its lookup goes before those of visitors. Beyond the limit of the client
   * that has sent the request it waits like those.
   *
   * @returns undefined when the address is not known
   * @throws when it can't be told now
   */
  locate(ctx: RequestContext, address: GeocodingAddress): Promise<GeocodedPoint | undefined> {
    return this.lookUp(ctx, address, (ask) => {
      const isWithinLimit = !ctx.req?.ip || this.checkoutAllowance.take(clientOf(ctx.req.ip));
      return isWithinLimit ? this.turns.checkout(ask) : this.turns.visitor(ask);
    });
  }

  /**
   * Locates an address that a public query names. Each client has a limit, and checkouts go first; what is cached costs
   * nothing.
   *
   * @returns undefined when the address is not known
   * @throws UserInputError beyond the limit of the client, or when too many wait
   */
  async locateForVisitor(ctx: RequestContext, address: GeocodingAddress): Promise<GeocodedPoint | undefined> {
    if (this.options.geocoding.local || (await this.cache.get(this.keyOf(address)))) {
      return this.locate(ctx, address);
    }
    if (!this.allowance.take(ctx.req?.ip ? clientOf(ctx.req.ip) : (ctx.session?.token ?? ''))) {
      throw new UserInputError('Too many addresses: try again in a minute');
    }
    try {
      return await this.turns.visitor(() => this.lookUp(ctx, address, (ask) => ask()));
    } catch (error) {
      throw error instanceof TooManyLookupsError
        ? new UserInputError('Too many addresses: try again in a minute')
        : error;
    }
  }

  private async lookUp(
    ctx: RequestContext,
    address: GeocodingAddress,
    inTurn: (ask: () => Promise<GeocodedPoint | undefined>) => Promise<GeocodedPoint | undefined>,
  ): Promise<GeocodedPoint | undefined> {
    const { geocoding } = this.options;
    if (geocoding.local) {
      return placeOf(await geocoding.locate(ctx, address));
    }
    const key = this.keyOf(address);
    const cached = await this.cache.get<string>(key);
    if (cached) {
      return placeOf(JSON.parse(cached));
    }
    const asked = this.underWay.get(key) ?? inTurn(() => this.ask(ctx, key, address));
    this.underWay.set(key, asked);
    return asked;
  }

  private keyOf(address: GeocodingAddress): string {
    const { constructor } = this.options.geocoding;
    return `seller-store-info:geocode:${constructor.name}:${addressFingerprint(address)}`;
  }

  private async ask(
    ctx: RequestContext,
    key: string,
    address: GeocodingAddress,
  ): Promise<GeocodedPoint | undefined> {
    try {
      const point = placeOf(await this.options.geocoding.locate(ctx, address));
      const days = point ? this.options.geocodingCacheDays : UNKNOWN_DAYS;
      await this.cache.set(key, JSON.stringify(point ?? null), { ttl: days * DAY_MILLISECONDS });
      return point;
    } finally {
      this.underWay.delete(key);
    }
  }
}

/** What a strategy answers, as far as it is a place. */
function placeOf(answer: GeocodedPoint | null | undefined): GeocodedPoint | undefined {
  const point = pointSchema.safeParse(answer).data;
  const precision = GEOCODING_PRECISIONS.find((candidate) => candidate === answer?.precision);
  return point && { ...point, ...(precision && { precision }) };
}
