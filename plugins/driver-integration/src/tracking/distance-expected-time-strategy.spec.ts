import type { RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../delivery/driver-delivery.entity';
import { DistanceExpectedTimeStrategy } from './distance-expected-time-strategy';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ctx = {} as RequestContext;
const minutes = (count: number) => new Date(NOW + count * 60_000);

/** Ten kilometres between store and door: 52 minutes by bicycle, detour included. */
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

describe('DistanceExpectedTimeStrategy', () => {
  const strategy = new DistanceExpectedTimeStrategy(() => NOW);
  const inMinutes = (of: DriverDelivery, position: { lat: number; lon: number } | null = null) =>
    Math.round(((strategy.expectedAt(ctx, of, position)?.getTime() ?? NaN) - NOW) / 60_000);

  it('counts the way to the store, the counter, and the way to the door', () => {
    expect(inMinutes(delivery())).toBe(55);
    expect(inMinutes(delivery({ distanceMetres: 10_000 }))).toBe(107);
    expect(inMinutes(delivery({ vehicle: { kind: 'foot' } }))).toBe(159);
    expect(inMinutes(delivery({ vehicle: null }))).toBe(55);
  });

  it('waits until the store is ready', () => {
    expect(inMinutes(delivery({}, minutes(20)))).toBe(75);
  });

  it('is never over while a driver has not left', () => {
    expect(inMinutes(delivery({ assignedAt: minutes(-300) }))).toBe(55);
  });

  it('counts what is left of the way once the goods are on the road', () => {
    const onTheRoad = { state: 'PICKED_UP', pickedUpAt: minutes(-10) };
    expect(inMinutes(delivery(onTheRoad))).toBe(42);
    expect(inMinutes(delivery(onTheRoad), { lat: 52.044965, lon: 13 })).toBe(26);
    expect(inMinutes(delivery({ ...onTheRoad, pickedUpAt: minutes(-500) }))).toBe(0);
  });

  it('tells nothing without a driver, or without places', () => {
    expect(strategy.expectedAt(ctx, delivery({ assignedAt: null }), null)).toBeNull();
    expect(strategy.expectedAt(ctx, delivery({ submission: null }), null)).toBeNull();
  });
});
