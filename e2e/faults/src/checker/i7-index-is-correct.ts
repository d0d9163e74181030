import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import type { EngineDriver, Evidence } from '../evidence/evidence';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { CLOCK_MARGIN_MS, POSITION_MARGIN_METRES } from './margins';
import { aboutDriver, type Finding } from './violation';

/** Largest latitude that Redis can store. */
const MAX_GEO_LATITUDE = 85.05112878;

/** Longest time from the end of the heartbeat TTL until the engine sets the driver OFFLINE, in ms. */
const EXPIRES_WITHIN_MS = 6_000;

/** I7: in the end the index contains exactly the AVAILABLE drivers with a valid heartbeat, at their locations. */
export function indexIsCorrect({ evidence }: IndexedEvidence, compared: Comparisons): Finding[] {
  if (!evidence.redis) {
    return [];
  }
  const { geo } = evidence.redis;
  const drivers = new Map(evidence.engine.drivers.map((driver) => [driver.id, driver]));
  const expected = evidence.engine.drivers.filter((driver) => isExpected(driver, evidence));
  compared.add('I7.missing', expected.length);
  compared.add('I7.position', expected.filter(({ id }) => Object.hasOwn(geo, id)).length);
  compared.add('I7.unexpected', Object.keys(geo).length);
  return [
    ...expected.flatMap((driver) => indexedCorrectly(driver, geo)),
    ...Object.keys(geo).flatMap((driverId) => unexpected(driverId, drivers.get(driverId), evidence)),
  ];
}

function isExpected(driver: EngineDriver, evidence: Evidence): boolean {
  const point = getPoint(driver);
  return (
    driver.status === 'AVAILABLE' &&
    driver.active &&
    seenWithin(driver, evidence, 1_000 * evidence.heartbeatTtlSeconds.shortest - CLOCK_MARGIN_MS) &&
    point !== undefined &&
    Math.abs(point.lat) <= MAX_GEO_LATITUDE
  );
}

function indexedCorrectly(driver: EngineDriver, geo: Record<string, Point>): Finding[] {
  const subject = aboutDriver(driver.id);
  if (!Object.hasOwn(geo, driver.id)) {
    return [{ check: 'I7.missing', subject, message: 'is AVAILABLE, but not in the index' }];
  }
  const off = greatCircleDistance(geo[driver.id], getPoint(driver)!);
  return off <= POSITION_MARGIN_METRES
    ? []
    : [{ check: 'I7.position', subject, message: `is indexed ${Math.round(off)} m from its location` }];
}

/** A driver whose heartbeat has just expired is removed from the index at the engine's next check. */
function unexpected(driverId: string, driver: EngineDriver | undefined, evidence: Evidence): Finding[] {
  const finding = { check: 'I7.unexpected', subject: aboutDriver(driverId) } as const;
  if (!driver) {
    return [{ ...finding, message: 'is in the index, but not in PostgreSQL' }];
  }
  if (driver.status !== 'AVAILABLE' || !driver.active) {
    return [{ ...finding, message: `is ${driver.active ? driver.status : 'inactive'}, but in the index` }];
  }
  if (!seenWithin(driver, evidence, 1_000 * evidence.heartbeatTtlSeconds.longest + EXPIRES_WITHIN_MS)) {
    return [{ ...finding, message: 'has an expired heartbeat, but is in the index' }];
  }
  return getPoint(driver) ? [] : [{ ...finding, message: 'has no location, but is in the index' }];
}

function seenWithin({ seenAt }: EngineDriver, { readAt }: Evidence, ms: number): boolean {
  return seenAt !== null && seenAt >= readAt - ms;
}

function getPoint({ lat, lon }: EngineDriver): Point | undefined {
  return lat === null || lon === null ? undefined : { lat, lon };
}
