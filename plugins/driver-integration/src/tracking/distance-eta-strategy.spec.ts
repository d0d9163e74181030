import type { RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../delivery/driver-delivery.entity';
import { DistanceEtaStrategy } from './distance-eta-strategy';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ctx = {} as RequestContext;
const minutes = (count: number) => new Date(NOW + count * 60_000);

/** Ten kilometres between store and drop-off: 52 minutes by bicycle, including the detour factor. */
function delivery(overrides: object = {}, readyAt = minutes(-30)): DriverDelivery {
  return {
    state: 'ASSIGNED',
    vehicle: { kind: 'bicycle' },
    assignedAt: minutes(0),
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
  const strategy = new DistanceEtaStrategy(() => NOW);
  const inMinutes = (of: DriverDelivery, location: { lat: number; lon: number } | null = null) =>
    Math.round(((strategy.estimate(ctx, of, location)?.getTime() ?? NaN) - NOW) / 60_000);

  it('adds the way to the store, the pick-up, and the way to the drop-off', () => {
    expect(inMinutes(delivery())).toBe(55);
    expect(inMinutes(delivery({ distanceMetres: 10_000 }))).toBe(107);
    expect(inMinutes(delivery({ vehicle: { kind: 'foot' } }))).toBe(159);
    expect(inMinutes(delivery({ vehicle: null }))).toBe(55);
  });

  it('waits until the order is ready', () => {
    expect(inMinutes(delivery({}, minutes(20)))).toBe(75);
  });

  it('starts from the current time before pick-up', () => {
    expect(inMinutes(delivery({ assignedAt: minutes(-300) }))).toBe(55);
  });

  it('uses the remaining distance after pick-up', () => {
    const afterPickup = { state: 'PICKED_UP', pickedUpAt: minutes(-10) };
    expect(inMinutes(delivery(afterPickup))).toBe(42);
    expect(inMinutes(delivery(afterPickup), { lat: 52.044965, lon: 13 })).toBe(26);
    expect(inMinutes(delivery({ ...afterPickup, pickedUpAt: minutes(-500) }))).toBe(0);
  });

  it('returns null without a driver or a submission', () => {
    expect(strategy.estimate(ctx, delivery({ assignedAt: null }), null)).toBeNull();
    expect(strategy.estimate(ctx, delivery({ submission: null }), null)).toBeNull();
  });
});
