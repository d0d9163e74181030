import type { GeocodedPoint, GeocodingAddress, GeocodingPrecision } from '@driver-dispatch/contract';
import { pointSchema } from '@driver-dispatch/contract';
import type { RequestContext } from '@vendure/core';
import { z } from 'zod';
import { baseUrl } from '../http/base-url';
import { getJson } from '../http/get-json';
import { RequestThrottle } from './request-throttle';
import type { GeocodingStrategy } from './geocoding-strategy';

export interface NominatimGeocodingOptions {
  /**
   * Name of your shop. It is part of the user agent.
   * @example 'Backstube Berlin/2.1'
   */
  application: string;
  /**
   * E-mail address or web page where the operators of Nominatim can contact you. It is part of the user agent.
   * @example 'it@backstube.example'
   */
  contact: string;
  /**
   * @default 'https://nominatim.openstreetmap.org'
   */
  url?: string;
  /**
   * Requests per second of all processes together. More than 1 violates the usage policy of the public server.
   * @default 1
   */
  requestsPerSecond?: number;
  /**
   * Number of processes that share the rate equally.
   * @default 2 (a server and a worker)
   */
  processes?: number;
  /**
   * Timeout of a request in milliseconds.
   * @default 10000
   */
  timeoutMs?: number;
  /**
   * Maximum wait for the request rate in milliseconds. A request that would wait longer fails immediately.
   * @default 10000
   */
  maxWaitMs?: number;
}

const MAX_REPLY_BYTES = 65_536;

const placesSchema = z.array(
  z.object({
    lat: z.coerce.number(),
    lon: z.coerce.number(),
    place_rank: z.number().optional(),
    addresstype: z.string().optional(),
  }),
);

type Place = z.infer<typeof placesSchema>[number];

/**
 * Geocodes with a Nominatim server. Complies with the usage policy of the public server: one request per second and a user
 * agent with contact data. The plugin caches the results.
 */
export class NominatimGeocodingStrategy implements GeocodingStrategy {
  private readonly base: URL;
  private readonly userAgent: string;
  private readonly throttle: RequestThrottle;
  private readonly timeoutMs: number;

  /** @throws Error with the name of a missing or invalid option */
  constructor(options: NominatimGeocodingOptions) {
    const { requestsPerSecond = 1, processes = 2, timeoutMs = 10_000, maxWaitMs = 10_000 } = options;
    if (!(requestsPerSecond > 0) || !(processes >= 1)) {
      throw new Error(
        'NominatimGeocodingStrategy: requestsPerSecond must be more than 0, and processes at least 1',
      );
    }
    this.base = baseUrl(
      'NominatimGeocodingStrategy: url',
      options.url ?? 'https://nominatim.openstreetmap.org',
    );
    this.userAgent = `${headerText('application', options.application)} (${headerText('contact', options.contact)})`;
    this.throttle = new RequestThrottle((1000 * processes) / requestsPerSecond, maxWaitMs);
    this.timeoutMs = timeoutMs;
  }

  async locate(_ctx: RequestContext, address: GeocodingAddress): Promise<GeocodedPoint | undefined> {
    const url = this.searchUrl(address);
    if (!url) {
      return undefined;
    }
    await this.throttle.acquire();
    const reply = await getJson(url, {
      headers: { 'user-agent': this.userAgent },
      timeoutMs: this.timeoutMs,
      maxReplyBytes: MAX_REPLY_BYTES,
    });
    const [place] = placesSchema.parse(reply);
    const point = pointSchema.safeParse(place).data;
    return place && point && { ...point, precision: getPrecision(place) };
  }

  /** Returns undefined for an address without city and postal code. */
  private searchUrl(address: GeocodingAddress): URL | undefined {
    const parts = {
      street: address.streetLine1,
      city: address.city,
      state: address.province,
      postalcode: address.postalCode,
      countrycodes: address.countryCode?.toLowerCase(),
    };
    const url = new URL('search', this.base);
    for (const [name, value] of Object.entries(parts)) {
      if (value?.trim()) {
        url.searchParams.set(name, value.trim());
      }
    }
    if (!url.searchParams.has('city') && !url.searchParams.has('postalcode')) {
      return undefined;
    }
    url.searchParams.set('format', 'jsonv2');
    url.searchParams.set('limit', '1');
    return url;
  }
}

/** Nominatim's place ranks are 28 to 30 for buildings and points of interest, 26 and 27 for streets, less for areas. */
function getPrecision({ addresstype, place_rank: rank }: Place): GeocodingPrecision {
  if (addresstype === 'postcode') {
    return 'postalCode';
  }
  if (rank !== undefined && rank >= 28) {
    return 'building';
  }
  return rank !== undefined && rank >= 26 ? 'street' : 'locality';
}

function headerText(option: string, value: string | undefined): string {
  const text = value?.trim();
  if (!text || !/^[\x20-\x7E]+$/.test(text)) {
    throw new Error(`NominatimGeocodingStrategy: ${option} must be set, in ASCII characters`);
  }
  return text;
}
