import type { GeocodedPoint, GeocodingAddress, GeocodingPrecision } from '@driver-dispatch/contract';
import { JsonHttpClient, pointSchema } from '@driver-dispatch/contract';
import type { RequestContext } from '@vendure/core';
import { z } from 'zod';
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
  private readonly http: JsonHttpClient;
  private readonly userAgent: string;
  private readonly throttle: RequestThrottle;

  /** @throws Error with the name of a missing or invalid option */
  constructor(options: NominatimGeocodingOptions) {
    const { url = 'https://nominatim.openstreetmap.org', timeoutMs } = options;
    const { requestsPerSecond = 1, processes = 2, maxWaitMs = 10_000 } = options;
    if (!(requestsPerSecond > 0) || !(processes >= 1)) {
      throw new Error(
        'NominatimGeocodingStrategy: requestsPerSecond must be more than 0, and processes at least 1',
      );
    }
    this.http = new JsonHttpClient({ url, timeoutMs });
    this.userAgent = `${headerText('application', options.application)} (${headerText('contact', options.contact)})`;
    this.throttle = new RequestThrottle((1000 * processes) / requestsPerSecond, maxWaitMs);
  }

  destroy(): void {
    this.http.close();
  }

  async locate(_ctx: RequestContext, address: GeocodingAddress): Promise<GeocodedPoint | undefined> {
    const query = toQuery(address);
    if (!query) {
      return undefined;
    }
    await this.throttle.acquire();
    const headers = { 'user-agent': this.userAgent };
    const reply = await this.http
      .request('/search', { method: 'GET', query, headers })
      .catch((cause: Error) => {
        // An error of the contract would be taken for one of the engine.
        throw new Error(`Nominatim: ${cause.message}`, { cause });
      });
    const [place] = placesSchema.parse(reply);
    const point = pointSchema.safeParse(place).data;
    return place && point && { ...point, precision: getPrecision(place) };
  }
}

/** Returns the query parameters of a search; undefined for an address without city and postal code. */
function toQuery(address: GeocodingAddress): Record<string, string> | undefined {
  const parts = {
    street: address.streetLine1,
    city: address.city,
    state: address.province,
    postalcode: address.postalCode,
    countrycodes: address.countryCode?.toLowerCase(),
  };
  const given = Object.entries(parts).flatMap(([name, text]) => (text?.trim() ? [[name, text.trim()]] : []));
  const query: Record<string, string> = Object.fromEntries(given);
  return query.city || query.postalcode ? { ...query, format: 'jsonv2', limit: '1' } : undefined;
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
