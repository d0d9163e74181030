import fc from 'fast-check';
import type { Point } from '../messages/point';
import { boundingBox, type BoundingBox } from './bounding-box';
import { greatCircleDistance } from './great-circle-distance';

const contains = ({ south, north, west, east }: BoundingBox, { lat, lon }: Point) =>
  lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);

describe('boundingBox', () => {
  it('contains every point within the radius, anywhere on Earth', () => {
    const degrees = fc.double({ min: -1.5, max: 1.5, noNaN: true });
    const latitude = fc.oneof(
      fc.double({ min: -90, max: 90, noNaN: true }),
      fc.constantFrom(89.9, -89.9, 90, -90, 0),
    );
    const longitude = fc.oneof(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.constantFrom(179.9, -179.9, 180, -180),
    );
    const reached = { inside: 0 };
    fc.assert(
      fc.property(
        latitude,
        longitude,
        degrees,
        degrees,
        fc.integer({ min: 1, max: 100_000 }),
        (lat, lon, dLat, dLon, radius) => {
          const turned = (lon + dLon / Math.max(0.02, Math.cos((lat * Math.PI) / 180)) + 540) % 360;
          const other = { lat: Math.max(-90, Math.min(90, lat + dLat)), lon: turned - 180 };
          if (greatCircleDistance({ lat, lon }, other) <= radius) {
            reached.inside += 1;
            expect(contains(boundingBox({ lat, lon }, radius), other)).toBe(true);
          }
        },
      ),
      { numRuns: 3000 },
    );
    expect(reached.inside).toBeGreaterThan(100);
  });

  it('excludes points just outside the radius', () => {
    const center = { lat: 60, lon: 10 };
    const { north, south, east, west } = boundingBox(center, 10_000);
    const middle = (north + south) / 2;
    expect(greatCircleDistance(center, { lat: north + 1e-4, lon: 10 })).toBeGreaterThan(10_000);
    expect(greatCircleDistance(center, { lat: middle, lon: east + 1e-4 })).toBeGreaterThan(10_000);
    expect(greatCircleDistance(center, { lat: middle, lon: west - 1e-4 })).toBeGreaterThan(10_000);
    expect(greatCircleDistance(center, { lat: middle, lon: east - 1e-3 })).toBeLessThan(10_000);
  });

  it('has west greater than east across the antimeridian', () => {
    const box = boundingBox({ lat: 0, lon: 179.99 }, 5000);
    expect(box.west).toBeGreaterThan(179);
    expect(box.east).toBeLessThan(-179);
  });

  it('spans all longitudes around a pole', () => {
    expect(boundingBox({ lat: 89.99, lon: 20 }, 5000)).toMatchObject({ north: 90, west: -180, east: 180 });
  });
});
