import { greatCircleDistance, offsetPoint } from '@driver-dispatch/contract';
import { Journey } from './journey';

describe('Journey', () => {
  const from = { lat: 52.52, lon: 13.4 };
  const to = offsetPoint(from, 0, 1000);

  it('computes the location from speed and time', () => {
    const journey = new Journey(from, to, 5_000, 10);
    expect(journey.durationMs).toBeCloseTo(100_000, 0);
    expect(journey.arrivesAt).toBeCloseTo(105_000, 0);
    expect(greatCircleDistance(from, journey.locationAt(30_000))).toBeCloseTo(250, 1);
    expect(journey.locationAt(200_000)).toEqual(to);
  });

  it('keeps the location of a driver that does not move', () => {
    expect(Journey.stayAt(from).locationAt(123)).toEqual(from);
  });
});
