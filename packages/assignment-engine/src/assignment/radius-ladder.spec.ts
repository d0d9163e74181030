import { RadiusLadder } from './radius-ladder';

const city = { lat: 52.5, lon: 13.4 };
const village = { lat: 48.1, lon: 11.2 };
const first = (ladder: RadiusLadder, point = city) => ladder.first(point);

describe('the radii of a search', () => {
  it('start at 100 m in an unknown area, double, and end with the maximum', () => {
    expect([...new RadiusLadder(40).radii(city, 1_000)]).toEqual([100, 200, 400, 800, 1_000]);
    expect([...new RadiusLadder(40).radii(city, 60)]).toEqual([60]);
  });

  it.each([
    ['many hits in a small area', 30, 16, 47],
    ['few hits in a large area', 4_000, 10, 8_000],
  ])('start where about forty drivers are expected: %s', (_, metres, hits, expected) => {
    const ladder = new RadiusLadder(40);
    for (let i = 0; i < 20; i++) {
      ladder.learn(city, metres, hits);
    }
    expect([...ladder.radii(city, 100_000)][0]).toBeCloseTo(expected, 0);
  });

  it('are learned only for the surrounding area', () => {
    const ladder = new RadiusLadder(40);
    ladder.learn(city, 10, 16);
    expect(first(ladder)).toBeLessThan(100);
    expect(first(ladder, village)).toBe(100);
  });

  it('are reset where a search took too long', () => {
    const ladder = new RadiusLadder(40);
    ladder.learn(city, 4_000, 1);
    expect(first(ladder)).toBeGreaterThan(1_000);
    ladder.reset(city);
    expect(first(ladder)).toBe(100);
  });

  it('are stored for a limited number of squares', () => {
    const ladder = new RadiusLadder(40);
    for (let i = 0; i < 10_001; i++) {
      ladder.learn({ lat: -80 + Math.floor(i / 1000), lon: -170 + (i % 1000) * 0.3 }, 4_000, 1);
    }
    expect(first(ladder, { lat: -80, lon: -170 })).toBe(100);
    expect(first(ladder, { lat: -80, lon: -169.7 })).toBeGreaterThan(100);
  });
});
