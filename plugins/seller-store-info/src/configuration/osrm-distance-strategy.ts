import type { Point } from '@driver-dispatch/contract';
import { Logger, type Injector, type RequestContext } from '@vendure/core';
import { z } from 'zod';
import { baseUrl } from '../http/base-url';
import { getJson } from '../http/get-json';
import type { DistanceStrategy, Travel } from './distance-strategy';
import { GreatCircleDistanceStrategy } from './great-circle-distance-strategy';

export interface OsrmDistanceOptions {
  /** URL of the OSRM server, such as `http://osrm:5000`. */
  url: string;
  /**
   * The profile in the request path. Its meaning depends on the server.
   * @default 'driving'
   */
  profile?: string;
  /**
   * Timeout of a table request in milliseconds.
   * @default 2000
   */
  timeoutMs?: number;
  /**
   * Maximum number of points in one table (`--max-table-size` of the server).
   * @default 100
   */
  maxTableSize?: number;
  /**
   * Used if the server fails, so that checkouts do not depend on it.
   * @default GreatCircleDistanceStrategy with a detourFactor of 1.3
   */
  fallback?: DistanceStrategy;
}

const MAX_REPLY_BYTES = 262_144;

/** Response of OSRM's table service, from each source to the one destination. Null means no route. */
const tableSchema = z.object({
  distances: z.array(z.tuple([z.number().nullable()])),
  durations: z.array(z.tuple([z.number().nullable()])),
});

/** Distances and travel times by road, from the table service of an OSRM server. */
export class OsrmDistanceStrategy implements DistanceStrategy {
  private readonly base: URL;
  private readonly options: Required<OsrmDistanceOptions>;

  /** @throws Error with the name of an invalid option */
  constructor(options: OsrmDistanceOptions) {
    this.base = baseUrl('OsrmDistanceStrategy: url', options.url);
    this.options = {
      profile: 'driving',
      timeoutMs: 2000,
      maxTableSize: 100,
      fallback: new GreatCircleDistanceStrategy({ detourFactor: 1.3 }),
      ...options,
    };
    if (!(this.options.maxTableSize >= 2)) {
      throw new Error('OsrmDistanceStrategy: maxTableSize must be at least 2');
    }
  }

  async init(injector: Injector): Promise<void> {
    await this.options.fallback.init?.(injector);
  }

  async destroy(): Promise<void> {
    await this.options.fallback.destroy?.();
  }

  async travelTo(
    ctx: RequestContext,
    origins: readonly Point[],
    destination: Point,
  ): Promise<Array<Travel | undefined>> {
    try {
      const travels: Array<Travel | undefined> = [];
      const size = this.options.maxTableSize - 1;
      for (let start = 0; start < origins.length; start += size) {
        travels.push(...(await this.table(origins.slice(start, start + size), destination)));
      }
      return travels;
    } catch (error) {
      Logger.warn(`OSRM request failed, using the fallback: ${String(error)}`, 'OsrmDistanceStrategy');
      return this.options.fallback.travelTo(ctx, origins, destination);
    }
  }

  private async table(origins: readonly Point[], destination: Point): Promise<Array<Travel | undefined>> {
    const points = [destination, ...origins].map(({ lat, lon }) => `${lon.toFixed(6)},${lat.toFixed(6)}`);
    const url = new URL(
      `table/v1/${encodeURIComponent(this.options.profile)}/${points.join(';')}`,
      this.base,
    );
    url.searchParams.set('destinations', '0');
    url.searchParams.set('sources', origins.map((_origin, index) => index + 1).join(';'));
    url.searchParams.set('annotations', 'distance,duration');
    const { timeoutMs } = this.options;
    const { distances, durations } = tableSchema.parse(
      await getJson(url, { timeoutMs, maxReplyBytes: MAX_REPLY_BYTES }),
    );
    return origins.map((_origin, index) => toTravel(distances[index]?.[0], durations[index]?.[0]));
  }
}

function toTravel(metres: number | null | undefined, seconds: number | null | undefined): Travel | undefined {
  return metres == null ? undefined : { metres, seconds: seconds ?? undefined };
}
