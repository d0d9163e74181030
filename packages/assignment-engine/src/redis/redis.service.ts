import { randomUUID } from 'node:crypto';
import type { Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import type { DriverAvailability } from './driver-availability';
import { countDrift, sumDrift, type IndexDrift } from './index-drift';
import { fitsGeoIndex, geoLongitude } from './geo-limits';
import type { Ping } from './ping';
import { RedisConnection } from './redis-connection';
import {
  COMPARED_KEY,
  COMPLETE_KEY,
  GEO_KEY,
  LOCATED_KEY,
  onlineKey,
  REBUILDING_KEY,
  STATUS_KEY,
} from './redis-keys';

/** How many pings one script takes: nobody else is served by Redis for that long, a millisecond or two. */
const PINGS_AT_A_TIME = 125;

/** How long after a comparison of the index with PostgreSQL the next one is due, in ms, for all engines together. */
const COMPARE_AFTER_MS = 20_000;

/** What a driver who serves no channel is cached with: no channel has this id. */
const NO_CHANNEL = '!';

/** What the index knows of drivers who gave a sign of life. */
export interface PingedDrivers {
  /** Their status is not in the index. */
  unknown: string[];
  /** The index has them as BUSY or OFFLINE. */
  unavailable: string[];
}

/** A driver that the index offers for a place. */
export interface IndexedDriver {
  driverId: string;
  point: Point;
  /** When the driver became AVAILABLE, in ms since the epoch. */
  idleSince: number;
  /** When the newest location was measured, in ms since the epoch; 0 when no device has told. */
  locatedAt: number;
}

/** What came of writing statuses. */
export interface AppliedStatuses {
  changed: number;
  /** How the entries that were changed had differed. */
  drift: IndexDrift;
  /** Drivers of whom the index knows a later decision than the one given. */
  ahead: string[];
}

/** A page of the drivers in the geo index. */
export interface IndexPage {
  /** Where the next page starts; '0' after the last. */
  cursor: string;
  driverIds: string[];
}

/** A place to look for drivers around. */
export interface IndexLookup {
  point: Point;
  radiusMetres: number;
  /** Only drivers who serve this channel are offered. */
  channelId: string;
  /** How many drivers are looked at, the nearest of all. */
  examine: number;
}

/** What is found around a place. */
export interface IndexSearch {
  /** Nearest first. */
  drivers: IndexedDriver[];
  /** How many drivers were looked at, eligible or not. */
  examined: number;
}

/** Places that are looked at in one call: Redis does nothing else meanwhile. */
const PLACES_AT_A_TIME = 16;

/**
 * The availability index in Redis. It keeps the four invariants: `drivers:geo` holds AVAILABLE drivers only,
 * BUSY and OFFLINE ones leave it at once, its failure is an error the callers expect and step around, and no
 * write of it goes against a newer decision of PostgreSQL.
 *
 * Every method throws RedisUnavailableError when Redis does not answer in time.
 */
@Injectable()
export class RedisService {
  constructor(
    private readonly connection: RedisConnection,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** Writes decided statuses into the index; older versions than the index knows change nothing. */
  async applyStatuses(drivers: readonly DriverAvailability[]): Promise<AppliedStatuses> {
    if (drivers.length === 0) {
      return { changed: 0, drift: sumDrift(), ahead: [] };
    }
    const args = drivers.flatMap((driver) => {
      const { id, status, statusVersion, statusSince, channels, lat, lon, locationAt } = driver;
      const entry = `${statusVersion} ${status} ${statusSince.getTime()} ${channels?.join(',') ?? NO_CHANNEL}`;
      const located = lat !== null && lon !== null && fitsGeoIndex({ lat, lon });
      const measured = locationAt?.getTime() ?? 0;
      return [id, statusVersion, status, entry, measured, ...(located ? [geoLongitude(lon), lat] : ['', ''])];
    });
    const [[missing, unavailable, misplaced, status, behind], ahead] = await this.connection.run((redis) =>
      redis.applyStatuses(GEO_KEY, STATUS_KEY, LOCATED_KEY, ...args),
    );
    const drift = sumDrift({ missing, unavailable, misplaced, status, behind });
    return { changed: countDrift(drift), drift, ahead };
  }

  /**
   * Renews heartbeats and moves AVAILABLE drivers.
   *
   * @param pings of each driver one at the most
   */
  async reportLocations(pings: readonly Ping[]): Promise<PingedDrivers> {
    const answers = await this.connection.run((redis) => {
      const calls: Promise<[string[], string[]]>[] = [];
      for (let from = 0; from < pings.length; from += PINGS_AT_A_TIME) {
        calls.push(redis.reportLocations(...this.toArguments(pings.slice(from, from + PINGS_AT_A_TIME))));
      }
      return Promise.all(calls);
    });
    return {
      unknown: answers.flatMap(([unknown]) => unknown),
      unavailable: answers.flatMap(([, unavailable]) => unavailable),
    };
  }

  private toArguments(pings: readonly Ping[]): (string | number)[] {
    const args: (string | number)[] = [pings.length + 3, GEO_KEY, STATUS_KEY, LOCATED_KEY];
    pings.forEach(({ driverId }) => args.push(onlineKey(driverId)));
    args.push(Math.max(1, Math.ceil(this.configuration.heartbeat.ttlSeconds)));
    for (const { driverId, heartbeat, location } of pings) {
      args.push(driverId, heartbeat ? 1 : 0);
      if (!location) {
        args.push('', '', '');
      } else if (fitsGeoIndex(location.point)) {
        args.push(location.recordedAt.getTime(), geoLongitude(location.point.lon), location.point.lat);
      } else {
        args.push(location.recordedAt.getTime(), '', '');
      }
    }
    return args;
  }

  /** @returns what is found around each place; undefined when the index is incomplete and must not be relied upon */
  async searchNearest(lookups: readonly IndexLookup[]): Promise<IndexSearch[] | undefined> {
    const calls: Promise<(string | number)[][] | null>[] = [];
    for (let from = 0; from < lookups.length; from += PLACES_AT_A_TIME) {
      const places = lookups.slice(from, from + PLACES_AT_A_TIME);
      const args = places.flatMap(({ point, radiusMetres, examine, channelId }) => {
        return [geoLongitude(point.lon), point.lat, radiusMetres, examine, channelId];
      });
      calls.push(
        this.connection.run((redis) =>
          redis.searchNearest(GEO_KEY, STATUS_KEY, COMPLETE_KEY, LOCATED_KEY, ...args),
        ),
      );
    }
    const searches: IndexSearch[] = [];
    for (const answer of await Promise.all(calls)) {
      if (answer === null) {
        return undefined;
      }
      searches.push(...answer.map(toSearch));
    }
    return searches;
  }

  /** A page of the drivers in the geo index; the cursor starts and ends at '0'. */
  async scanIndexed(cursor: string, count: number): Promise<IndexPage> {
    const [next, entries] = await this.connection.run((redis) =>
      redis.zscan(GEO_KEY, cursor, 'COUNT', count),
    );
    return { cursor: next, driverIds: entries.filter((_, i) => i % 2 === 0) };
  }

  /** Takes out all that is known of drivers. */
  async forget(driverIds: readonly string[]): Promise<void> {
    if (driverIds.length > 0) {
      await this.connection.run((redis) =>
        Promise.all([
          redis.zrem(GEO_KEY, ...driverIds),
          redis.hdel(STATUS_KEY, ...driverIds),
          redis.hdel(LOCATED_KEY, ...driverIds),
        ]),
      );
    }
  }

  /** @returns whether the index is complete, and whether an engine has compared it with PostgreSQL lately */
  async indexState(): Promise<{ complete: boolean; comparedLately: boolean }> {
    const [complete, compared] = await this.connection.run((redis) => redis.mget(COMPLETE_KEY, COMPARED_KEY));
    return { complete: complete !== null, comparedLately: compared !== null };
  }

  /** Lets no engine compare the index again for a while. */
  async noteComparison(): Promise<void> {
    await this.connection.run((redis) => redis.set(COMPARED_KEY, '1', 'PX', COMPARE_AFTER_MS));
  }

  /** @returns what the rebuilding is known by when it is done */
  async beginRebuilding(): Promise<string> {
    const rebuilding = randomUUID();
    await this.connection.run((redis) => redis.set(REBUILDING_KEY, rebuilding));
    return rebuilding;
  }

  /** @returns whether the index is complete: false when Redis has lost its data since, or another has begun anew */
  async markComplete(rebuilding: string): Promise<boolean> {
    return (
      (await this.connection.run((redis) => redis.markComplete(COMPLETE_KEY, REBUILDING_KEY, rebuilding))) ===
      1
    );
  }
}

function toSearch([examined, ...fields]: (string | number)[]): IndexSearch {
  const drivers: IndexedDriver[] = [];
  for (let i = 0; i < fields.length; i += 5) {
    drivers.push({
      driverId: String(fields[i]),
      point: { lon: Number(fields[i + 1]), lat: Number(fields[i + 2]) },
      idleSince: Number(fields[i + 3]),
      locatedAt: toTime(fields[i + 4]),
    });
  }
  return { drivers, examined: Number(examined) };
}

/** What is no time that a Date can hold counts as no time at all. */
function toTime(field: unknown): number {
  const ms = Number(field);
  return Number.isInteger(ms) && !Number.isNaN(new Date(ms).getTime()) ? ms : 0;
}
