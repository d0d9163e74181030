import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import type { EngineDriver, Evidence } from '../evidence/evidence';
import type { Comparisons } from './comparisons';
import type { IndexedEvidence } from './indexed-evidence';
import { CLOCK_MARGIN_MS, POSITION_MARGIN_METRES } from './margins';
import { aboutDriver, type Finding } from './violation';

/** Redis holds no position beyond. */
const MAX_GEO_LATITUDE = 85.05112878;

/** How long after its time to live an AVAILABLE driver may take to be found lapsed, in ms. */
const EXPIRES_WITHIN_MS = 6_000;

/** I7: in the end the index holds the fresh AVAILABLE drivers, where they are, and nobody else. */
export function theIndexIsRight({ evidence }: IndexedEvidence, compared: Comparisons): Finding[] {
  if (!evidence.redis) {
    return [];
  }
  const { geo } = evidence.redis;
  const drivers = new Map(evidence.engine.drivers.map((driver) => [driver.id, driver]));
  const belonging = evidence.engine.drivers.filter((driver) => belongs(driver, evidence));
  compared.add('I7.missing', belonging.length);
  compared.add('I7.position', belonging.filter(({ id }) => Object.hasOwn(geo, id)).length);
  compared.add('I7.stranger', Object.keys(geo).length);
  return [
    ...belonging.flatMap((driver) => there(driver, geo)),
    ...Object.keys(geo).flatMap((driverId) => stranger(driverId, drivers.get(driverId), evidence)),
  ];
}

function belongs(driver: EngineDriver, evidence: Evidence): boolean {
  const point = pointOf(driver);
  return (
    driver.status === 'AVAILABLE' &&
    driver.active &&
    seenWithin(driver, evidence, 1_000 * evidence.heartbeatTtlSeconds.shortest - CLOCK_MARGIN_MS) &&
    point !== undefined &&
    Math.abs(point.lat) <= MAX_GEO_LATITUDE
  );
}

function there(driver: EngineDriver, geo: Record<string, Point>): Finding[] {
  const subject = aboutDriver(driver.id);
  if (!Object.hasOwn(geo, driver.id)) {
    return [{ check: 'I7.missing', subject, message: 'is AVAILABLE, and not in the index' }];
  }
  const off = greatCircleDistance(geo[driver.id], pointOf(driver)!);
  return off <= POSITION_MARGIN_METRES
    ? []
    : [{ check: 'I7.position', subject, message: `is ${Math.round(off)} m from where the index has it` }];
}

/** A driver who has just lapsed leaves the index when the engine next looks for such. */
function stranger(driverId: string, driver: EngineDriver | undefined, evidence: Evidence): Finding[] {
  const finding = { check: 'I7.stranger', subject: aboutDriver(driverId) } as const;
  if (!driver) {
    return [{ ...finding, message: 'is in the index, and unknown to PostgreSQL' }];
  }
  if (driver.status !== 'AVAILABLE' || !driver.active) {
    return [{ ...finding, message: `is ${driver.active ? driver.status : 'inactive'}, and in the index` }];
  }
  if (!seenWithin(driver, evidence, 1_000 * evidence.heartbeatTtlSeconds.longest + EXPIRES_WITHIN_MS)) {
    return [{ ...finding, message: 'was not seen for too long, and is in the index' }];
  }
  return pointOf(driver) ? [] : [{ ...finding, message: 'has no position, and is in the index' }];
}

function seenWithin({ seenAt }: EngineDriver, { readAt }: Evidence, ms: number): boolean {
  return seenAt !== null && seenAt >= readAt - ms;
}

function pointOf({ lat, lon }: EngineDriver): Point | undefined {
  return lat === null || lon === null ? undefined : { lat, lon };
}
