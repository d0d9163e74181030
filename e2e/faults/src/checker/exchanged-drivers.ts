import type { EngineDriver, Evidence, StatusChange } from '../evidence/evidence';
import { Comparisons } from './comparisons';
import { IndexedEvidence } from './indexed-evidence';
import { POSITION_MARGIN_METRES } from './margins';
import { compareWithFreeDrivers, nearerDrivers, type Comparison } from './nearer-drivers';

/** Largest number of exchanges that are tried. */
const MAX_TRIED = 50;

/** Number of found exchanges after which no more are tried. */
const MAX_FOUND = 3;

/** Number of driver exchanges that were tried on a run's evidence, and that I6 found. */
export interface Exchanges {
  tried: number;
  found: number;
}

/**
 * Tests that I6 can fail on a run's evidence: exchanges an assignment's driver with the second nearest one, and checks the
 * result. I6 does not find an exchange if the location of the nearest driver was not certain.
 */
export function tryExchanges(evidence: Evidence): Exchanges {
  const exchanges = { tried: 0, found: 0 };
  const candidates = compareWithFreeDrivers(new IndexedEvidence(evidence)).filter(
    ({ assignment, otherMetres }) => otherMetres > assignment.distanceMetres + 2 * POSITION_MARGIN_METRES,
  );
  for (const candidate of candidates.slice(0, MAX_TRIED)) {
    exchanges.tried += 1;
    const history = new IndexedEvidence(exchangeDrivers(evidence, candidate));
    const findings = nearerDrivers(history, new Comparisons());
    exchanges.found += findings.some(({ subject }) => subject.id === candidate.delivery.id) ? 1 : 0;
    if (exchanges.found === MAX_FOUND) {
      break;
    }
  }
  return exchanges;
}

/**
 * Returns the evidence with an assignment to the other driver. From the assignment on, the two drivers' rows and operations
 * are exchanged, so that nothing else in the evidence is wrong.
 */
export function exchangeDrivers(
  evidence: Evidence,
  { assignment: exchanged, other, otherMetres }: Comparison,
): Evidence {
  const { assignedAt: from, driverId: chosen } = exchanged;
  const { engine, vendure, redis } = evidence;
  const swap = (id: string) => (id === chosen ? other.id : id === other.id ? chosen : id);
  const swapFrom = <T extends { driverId: string }>(row: T, at: number): T =>
    at >= from ? { ...row, driverId: swap(row.driverId) } : row;
  const delivered = new Set(
    engine.assignments.filter(({ assignedAt }) => assignedAt >= from).map(({ deliveryId }) => deliveryId),
  );
  const swapDriver = <T extends { driverId: string | null }>(row: T, deliveryId: string | undefined): T =>
    row.driverId !== null && delivered.has(deliveryId ?? '') ? { ...row, driverId: swap(row.driverId) } : row;
  const idsByOrder = new Map(engine.deliveries.map(({ id, sellerOrderId }) => [sellerOrderId, id]));
  const actors = new Map([chosen, other.id].map((id) => [`driver:${id}`, `driver:${swap(id)}`]));
  return {
    ...evidence,
    operations: evidence.operations.map((operation) =>
      'driverId' in operation.request && operation.request.driverId !== undefined
        ? {
            ...operation,
            request: swapFrom(
              { ...operation.request, driverId: operation.request.driverId },
              operation.invokedAt,
            ),
          }
        : operation,
    ),
    engine: {
      drivers: engine.drivers.map((driver) => copyState(driver, engine.drivers, swap(driver.id))),
      deliveries: engine.deliveries.map((delivery) => swapDriver(delivery, delivery.id)),
      assignments: engine.assignments.map((row) => ({
        ...swapFrom(row, row.assignedAt),
        ...(row.id === exchanged.id ? { distanceMetres: otherMetres } : {}),
      })),
      offers: engine.offers,
      events: engine.events.map((event) =>
        event.at >= from ? { ...event, actor: actors.get(event.actor) ?? event.actor } : event,
      ),
      statusHistory: exchangeChanges(engine.statusHistory, swap, from),
      unmatched: engine.unmatched,
    },
    redis: redis && {
      geo: Object.fromEntries(Object.entries(redis.geo).map(([id, point]) => [swap(id), point])),
      status: Object.fromEntries(Object.entries(redis.status).map(([id, status]) => [swap(id), status])),
    },
    vendure: {
      ...vendure,
      deliveries: vendure.deliveries.map((row) => swapDriver(row, idsByOrder.get(row.sellerOrderId))),
    },
  };
}

/** Returns a driver with the final state of another one. */
function copyState(driver: EngineDriver, drivers: readonly EngineDriver[], id: string): EngineDriver {
  const { channels, active } = driver;
  return id === driver.id
    ? driver
    : { ...(drivers.find((row) => row.id === id) ?? driver), id: driver.id, channels, active };
}

/** Exchanges the status changes of two drivers from a time on, and renumbers them. */
function exchangeChanges(
  changes: readonly StatusChange[],
  swap: (id: string) => string,
  from: number,
): StatusChange[] {
  const ofDriver = (id: string) =>
    changes.filter(({ driverId }) => driverId === id).sort((a, b) => a.statusVersion - b.statusVersion);
  const exchanged = [...new Set(changes.map(({ driverId }) => driverId))].filter((id) => swap(id) !== id);
  return [
    ...changes.filter(({ driverId }) => swap(driverId) === driverId),
    ...exchanged.flatMap((driverId) =>
      [
        ...ofDriver(driverId).filter(({ at }) => at < from),
        ...ofDriver(swap(driverId)).filter(({ at }) => at >= from),
      ].map((change, i) => ({ ...change, driverId, statusVersion: i + 1 })),
    ),
  ];
}
