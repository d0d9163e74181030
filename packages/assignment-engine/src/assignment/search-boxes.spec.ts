import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import fc from 'fast-check';
import { travel } from '../testing/points';
import { searchBoxes } from './search-boxes';

const point = fc.record({
  lat: fc.oneof(
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.constantFrom(-90, 90, 89.9999, -89.9999, 0, 5e-324),
  ),
  lon: fc.oneof(
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.constantFrom(-180, 180, 179.9999, -179.9999),
  ),
});

const contains = (at: Point) => (box: ReturnType<typeof searchBoxes>[number]) =>
  box.south <= at.lat && at.lat <= box.north && box.west <= at.lon && at.lon <= box.east;

describe('search boxes', () => {
  it('contain every point within the distance, everywhere on Earth', () => {
    const arc = fc.record({
      metres: fc.oneof(fc.double({ min: 0, max: 100_000, noNaN: true }), fc.constantFrom(50, 5_000, 2e7)),
      part: fc.double({ min: 0, max: 1, noNaN: true }),
      bearing: fc.oneof(fc.double({ min: 0, max: 7, noNaN: true }), fc.constantFrom(0, Math.PI / 2, Math.PI)),
    });
    fc.assert(
      fc.property(point, arc, (from, { metres, part, bearing }) => {
        const at = travel(from, metres * part, bearing);
        fc.pre(greatCircleDistance(from, at) <= metres);
        return searchBoxes(from, metres).some(contains(at));
      }),
      { numRuns: 5_000 },
    );
  });

  it('are as small as possible', () => {
    const [box, ...others] = searchBoxes({ lat: 60, lon: 10 }, 1_000);
    expect(others).toEqual([]);
    expect(box.north - box.south).toBeCloseTo(2_000 / 111_195, 4);
    expect(box.east - box.west).toBeCloseTo(2 * (2_000 / 111_195), 4);
  });

  it('are two at the antimeridian, each with the centre in its own longitudes', () => {
    const [here, there] = searchBoxes({ lat: 0, lon: 179.999 }, 1_000);
    expect(here.east).toBe(180);
    expect(there).toMatchObject({ west: -180, from: { lat: 0, lon: 179.999 - 360 } });
    expect(there.east).toBeCloseTo(-179.992, 3);
  });

  it('cover all longitudes if a pole is within the distance', () => {
    expect(searchBoxes({ lat: 89.999, lon: 40 }, 1_000)).toMatchObject([
      { north: 90, west: -180, east: 180 },
    ]);
    expect(searchBoxes({ lat: 89.9, lon: 40 }, 1_000)[0].east).toBeLessThan(180);
  });
});
