import type { RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { DistanceEtaStrategy } from './distance-eta-strategy';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ctx = {} as RequestContext;
const minutesFromNow = (count: number) => new Date(NOW + count * 60_000);

/** Ten kilometres between store and drop-off: 52 minutes by bicycle, including the detour factor. */
function delivery(overrides: object = {}, readyAt = minutesFromNow(-30)): DriverDelivery {
  return {
    state: 'ASSIGNED',
    vehicle: { kind: 'BICYCLE' },
    assignedAt: minutesFromNow(0),
    pickedUpAt: null,
    distanceMetres: 0,
    submission: {
      pickup: { point: { lat: 52, lon: 13 }, readyAt: readyAt.toISOString() },
      dropoff: { point: { lat: 52.08993, lon: 13 } },
    },
    ...overrides,
  } as unknown as DriverDelivery;
}

describe('DistanceEtaStrategy', () => {
  const strategy = new DistanceEtaStrategy({ now: () => NOW });
  /** Minutes from `NOW` to the ETA. */
  const etaMinutes = (estimated: DriverDelivery, location: { lat: number; lon: number } | null = null) =>
    Math.round(((strategy.estimate(ctx, estimated, location)?.getTime() ?? NaN) - NOW) / 60_000);

  it('adds the travel time to the store, the pickup time and the travel time to the drop-off', () => {
    expect(etaMinutes(delivery())).toBe(55);
    expect(etaMinutes(delivery({ distanceMetres: 10_000 }))).toBe(107);
    expect(etaMinutes(delivery({ vehicle: { kind: 'FOOT' } }))).toBe(159);
    expect(etaMinutes(delivery({ vehicle: null }))).toBe(55);
  });

  it('starts from the ready time of an order that is not ready', () => {
    expect(etaMinutes(delivery({}, minutesFromNow(20)))).toBe(75);
  });

  it('starts from the current time before pickup', () => {
    expect(etaMinutes(delivery({ assignedAt: minutesFromNow(-300) }))).toBe(55);
  });

  it('estimates from the pickup time or the driver location after pickup', () => {
    const afterPickup = { state: 'PICKED_UP', pickedUpAt: minutesFromNow(-10) };
    expect(etaMinutes(delivery(afterPickup))).toBe(42);
    expect(etaMinutes(delivery(afterPickup), { lat: 52.044965, lon: 13 })).toBe(26);
    expect(etaMinutes(delivery({ ...afterPickup, pickedUpAt: minutesFromNow(-500) }))).toBe(0);
  });

  it('returns null without a driver or a submission', () => {
    expect(strategy.estimate(ctx, delivery({ assignedAt: null }), null)).toBeNull();
    expect(strategy.estimate(ctx, delivery({ submission: null }), null)).toBeNull();
  });
});
