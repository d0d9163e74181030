import fc from 'fast-check';
import { computeOutline } from './outline';
import type { Point } from './point';

const at = (lon: number, lat: number): Point => ({ lat, lon });

describe('computeOutline', () => {
  it('omits points inside and on an edge', () => {
    const square = [at(0, 0), at(2, 0), at(2, 2), at(0, 2)];
    expect(computeOutline([at(1, 1), at(1, 0), ...square])).toEqual(square);
  });

  it('is empty for points on one line or fewer than three points', () => {
    expect(computeOutline([at(0, 0), at(1, 1), at(2, 2)])).toEqual([]);
    expect(computeOutline([at(0, 0), at(0, 0), at(1, 1)])).toEqual([]);
    expect(computeOutline([])).toEqual([]);
  });

  it('has all points to the left of each edge', () => {
    const whole = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(fc.array(fc.record({ lat: whole, lon: whole }), { maxLength: 40 }), (points) => {
        const outline = computeOutline(points);
        outline.forEach((a, index) => {
          const b = outline[(index + 1) % outline.length]!;
          for (const c of points) {
            const cross = (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);
            expect(cross).toBeGreaterThanOrEqual(0);
          }
        });
      }),
    );
  });
});
