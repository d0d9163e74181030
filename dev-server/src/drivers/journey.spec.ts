import { greatCircleDistance } from '@driver-dispatch/contract';
import { metresFrom } from '../geography/metres-from';
import { Journey } from './journey';

describe('Journey', () => {
  const from = { lat: 52.52, lon: 13.4 };
  const to = metresFrom(from, 0, 1000);

  it('computes the position from speed and time', () => {
    const journey = new Journey(from, to, 5_000, 10);
    expect(journey.durationMs).toBeCloseTo(100_000, 0);
    expect(journey.arrivesAt).toBeCloseTo(105_000, 0);
    expect(greatCircleDistance(from, journey.positionAt(30_000))).toBeCloseTo(250, 1);
    expect(journey.positionAt(200_000)).toEqual(to);
  });

  it('keeps the position of a stationary driver', () => {
    expect(Journey.stationary(from).positionAt(123)).toEqual(from);
  });
});
