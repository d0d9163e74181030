import { randomUUID } from 'node:crypto';
import type { Point } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import type { DriverAvailability } from './driver-availability';
import { formatTraits } from './driver-traits';
import { countDrift, sumDrift, type IndexDrift } from './index-drift';
import { fitsGeoIndex, geoLongitude } from './geo-limits';
import type { Ping } from './ping';
import { RedisConnection } from './redis-connection';
import {
  COMPARED_KEY,
  READY_KEY,
  GEO_KEY,
  LOCATION_KEY,
  onlineKey,
  REBUILDING_KEY,
  STATUS_KEY,
} from './redis-keys';

/** Pings per script call, which blocks Redis for one or two milliseconds. */
const PINGS_PER_CALL = 125;

/** Milliseconds between two comparisons of the index with PostgreSQL, for all engines together. */
const COMPARE_AFTER_MS = 20_000;

/** Cached channel of a driver who serves no channel. No channel has this id. */
const NO_CHANNEL = '!';

/** Pinged drivers whom the index does not have as AVAILABLE. */
export interface PingedDrivers {
  /** The index has no status. */
  unknown: string[];
  /** The index has the status BUSY or OFFLINE. */
  unavailable: string[];
}

/** A driver found in the index. */
export interface IndexedDriver {
  driverId: string;
  point: Point;
  /** When the driver became AVAILABLE, in ms since the epoch. */
  idleSince: number;
  /** When the newest location was measured, in ms since the epoch; 0 if unknown. */
  locatedAt: number;
  /** See `driver-traits.ts`. */
  traits: string;
}

/** The result of writing statuses. */
export interface AppliedStatuses {
  changed: number;
  /** How the changed entries differed. */
  drift: IndexDrift;
  /** Drivers for whom the index has a newer version. */
  newer: string[];
}

/** A page of the drivers in the geo index. */
export interface IndexPage {
  /** Start of the next page; '0' after the last page. */
  cursor: string;
  driverIds: string[];
}

/** A point to search around. */
export interface IndexLookup {
  point: Point;
  radiusMetres: number;
  /** Only drivers who serve this channel are returned. */
  channelId: string;
  /** Number of nearest drivers to examine. */
  examine: number;
}

/** The drivers around a point. */
export interface IndexSearch {
  /** Nearest first. */
  drivers: IndexedDriver[];
  /** Number of drivers examined, eligible or not. */
  examined: number;
}

/** Points per search call, which blocks Redis. */
const POINTS_PER_CALL = 16;

/**
 * The availability index in Redis. `drivers:geo` contains AVAILABLE drivers only; BUSY and OFFLINE drivers are removed at
 * once; a write never replaces a newer version.
 *
 * Every method throws RedisUnavailableError if Redis does not reply in time.
 */
@Injectable()
export class RedisService {
  constructor(
    private readonly connection: RedisConnection,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** Writes statuses into the index. A version older than the one in the index changes nothing. */
  async applyStatuses(drivers: readonly DriverAvailability[]): Promise<AppliedStatuses> {
    if (drivers.length === 0) {
      return { changed: 0, drift: sumDrift(), newer: [] };
    }
    const args = drivers.flatMap((driver) => {
      const { id, status, statusVersion, statusSince, channels, lat, lon, locationAt } = driver;
      const traits = status === 'AVAILABLE' ? formatTraits(driver) : '';
      const entry = [statusVersion, status, statusSince.getTime(), channels?.join(',') ?? NO_CHANNEL].join(
        ' ',
      );
      const storable = lat !== null && lon !== null && fitsGeoIndex({ lat, lon });
      const measured = locationAt?.getTime() ?? 0;
      const position = storable ? [geoLongitude(lon), lat] : ['', ''];
      return [id, statusVersion, status, traits ? `${entry} ${traits}` : entry, measured, ...position];
    });
    const [counts, newer] = await this.connection.run((redis) =>
      redis.applyStatuses(GEO_KEY, STATUS_KEY, LOCATION_KEY, ...args),
    );
    const [missing, unavailable, misplaced, wrongStatus, stale] = counts;
    const drift = sumDrift({ missing, unavailable, misplaced, wrong_status: wrongStatus, stale });
    return { changed: countDrift(drift), drift, newer };
  }

  /**
   * Renews heartbeats and moves AVAILABLE drivers.
   *
   * @param pings at most one per driver
   */
  async reportLocations(pings: readonly Ping[]): Promise<PingedDrivers> {
    const answers = await this.connection.run((redis) => {
      const calls: Promise<[string[], string[]]>[] = [];
      for (let from = 0; from < pings.length; from += PINGS_PER_CALL) {
        calls.push(redis.reportLocations(...this.toArguments(pings.slice(from, from + PINGS_PER_CALL))));
      }
      return Promise.all(calls);
    });
    return {
      unknown: answers.flatMap(([unknown]) => unknown),
      unavailable: answers.flatMap(([, unavailable]) => unavailable),
    };
  }

  private toArguments(pings: readonly Ping[]): (string | number)[] {
    const args: (string | number)[] = [pings.length + 3, GEO_KEY, STATUS_KEY, LOCATION_KEY];
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

  /** @returns the drivers around each point; undefined if the index is not ready */
  async searchNearest(lookups: readonly IndexLookup[]): Promise<IndexSearch[] | undefined> {
    const calls: Promise<(string | number)[][] | null>[] = [];
    for (let from = 0; from < lookups.length; from += POINTS_PER_CALL) {
      const chunk = lookups.slice(from, from + POINTS_PER_CALL);
      const args = chunk.flatMap(({ point, radiusMetres, examine, channelId }) => {
        return [geoLongitude(point.lon), point.lat, radiusMetres, examine, channelId];
      });
      calls.push(
        this.connection.run((redis) =>
          redis.searchNearest(GEO_KEY, STATUS_KEY, READY_KEY, LOCATION_KEY, ...args),
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

  /** Removes all entries of drivers. */
  async remove(driverIds: readonly string[]): Promise<void> {
    if (driverIds.length > 0) {
      await this.connection.run((redis) =>
        Promise.all([
          redis.zrem(GEO_KEY, ...driverIds),
          redis.hdel(STATUS_KEY, ...driverIds),
          redis.hdel(LOCATION_KEY, ...driverIds),
        ]),
      );
    }
  }

  /** @returns whether the index is ready, and whether an engine has compared it with PostgreSQL recently */
  async indexState(): Promise<{ ready: boolean; comparedRecently: boolean }> {
    const [ready, compared] = await this.connection.run((redis) => redis.mget(READY_KEY, COMPARED_KEY));
    return { ready: ready !== null, comparedRecently: compared !== null };
  }

  /** Prevents further comparisons by any engine for a while. */
  async noteComparison(): Promise<void> {
    await this.connection.run((redis) => redis.set(COMPARED_KEY, '1', 'PX', COMPARE_AFTER_MS));
  }

  /** @returns the id of the rebuild, for {@link markReady} */
  async beginRebuilding(): Promise<string> {
    const rebuilding = randomUUID();
    await this.connection.run((redis) => redis.set(REBUILDING_KEY, rebuilding));
    return rebuilding;
  }

  /** @returns whether the index is ready; false if Redis has lost its data, or another rebuild has started */
  async markReady(rebuilding: string): Promise<boolean> {
    return (
      (await this.connection.run((redis) => redis.markReady(READY_KEY, REBUILDING_KEY, rebuilding))) === 1
    );
  }
}

function toSearch([examined, ...fields]: (string | number)[]): IndexSearch {
  const drivers: IndexedDriver[] = [];
  for (let i = 0; i < fields.length; i += 5) {
    const [idleSince, traits] = splitAtSpace(String(fields[i + 3]));
    drivers.push({
      driverId: String(fields[i]),
      point: { lon: Number(fields[i + 1]), lat: Number(fields[i + 2]) },
      idleSince: Number(idleSince),
      locatedAt: toTime(fields[i + 4]),
      traits,
    });
  }
  return { drivers, examined: Number(examined) };
}

/** The text before and after the first space. */
function splitAtSpace(text: string): [string, string] {
  const at = text.indexOf(' ');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** An invalid time counts as 0. */
function toTime(field: unknown): number {
  const ms = Number(field);
  return Number.isInteger(ms) && !Number.isNaN(new Date(ms).getTime()) ? ms : 0;
}
