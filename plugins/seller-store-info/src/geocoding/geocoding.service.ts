import {
  GEOCODING_PRECISIONS,
  pointSchema,
  type GeocodedPoint,
  type GeocodingAddress,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { CacheService, type RequestContext } from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../plugin-options';
import { addressFingerprint } from './address-fingerprint';

const DAY_MILLISECONDS = 86_400_000;

/** How long an address that nobody knows is not asked about again: maps grow. */
const UNKNOWN_DAYS = 1;

/** Where addresses are, as the configured strategy tells; what another machine has told is cached. */
@Injectable()
export class GeocodingService {
  private readonly underWay = new Map<string, Promise<GeocodedPoint | undefined>>();

  constructor(
    private readonly cache: CacheService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  /**
   * @returns undefined when the address is not known
   * @throws when it can't be told now
   */
  async locate(ctx: RequestContext, address: GeocodingAddress): Promise<GeocodedPoint | undefined> {
    const { geocoding } = this.options;
    if (geocoding.local) {
      return placeOf(await geocoding.locate(ctx, address));
    }
    const key = `seller-store-info:geocode:${geocoding.constructor.name}:${addressFingerprint(address)}`;
    const cached = await this.cache.get<string>(key);
    if (cached) {
      return placeOf(JSON.parse(cached));
    }
    const asked = this.underWay.get(key) ?? this.ask(ctx, key, address);
    this.underWay.set(key, asked);
    return asked;
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
