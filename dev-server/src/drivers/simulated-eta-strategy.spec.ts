import { offsetPoint, type Point } from '@driver-dispatch/contract';
import type { EtaStrategy } from '@driver-dispatch/driver-integration-plugin';
import { SimulatedEtaStrategy } from './simulated-eta-strategy';

const store = { lat: 52.52, lon: 13.4 };
const NOW = Date.parse('2026-01-01T12:00:00Z');

describe('SimulatedEtaStrategy', () => {
  beforeEach(() => jest.useFakeTimers({ now: NOW }));
  afterEach(() => jest.useRealTimers());

  /** Seconds until the ETA of a driver who drives 70 m/s, with the drop-off 700 m from the store. */
  const estimate = (state: string, location: Point | null = null, readyInSeconds = 0) => {
    const delivery = {
      state,
      distanceMetres: 350,
      assignedAt: new Date(NOW),
      pickedUpAt: state === 'PICKED_UP' ? new Date(NOW) : null,
      submission: {
        pickup: { point: store, readyAt: new Date(NOW + readyInSeconds * 1_000).toISOString() },
        dropoff: { point: offsetPoint(store, 700, 0) },
      },
    };
    type Arguments = Parameters<EtaStrategy['estimate']>;
    const eta = new SimulatedEtaStrategy(10).estimate({} as Arguments[0], delivery as Arguments[1], location);
    return (eta!.getTime() - NOW) / 1_000;
  };

  it('adds the ways to the store and to the drop-off', () => {
    expect(estimate('ASSIGNED')).toBeCloseTo(5 + 10, 1);
  });

  it('waits until the order is ready, in scaled time', () => {
    expect(estimate('ASSIGNED', null, 600)).toBeCloseTo(60 + 10, 1);
  });

  it('uses the location of the driver after the pickup', () => {
    expect(estimate('PICKED_UP')).toBeCloseTo(10, 1);
    expect(estimate('PICKED_UP', offsetPoint(store, 350, 0))).toBeCloseTo(5, 1);
  });
});
