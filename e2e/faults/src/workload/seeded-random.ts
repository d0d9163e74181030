import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { offsetPoint, type Point } from '@driver-dispatch/contract';

/** Pseudo-random numbers that are the same for the same seed. */
export class SeededRandom {
  private readonly generator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(mixed(seed));
  }

  /** Returns an independent generator, so that one actor's numbers do not depend on those of another. */
  fork(): SeededRandom {
    return new SeededRandom(this.integer(0, 0x7fffffff));
  }

  /** Returns a number from 0 (inclusive) to 1 (exclusive). */
  unit(): number {
    return uniformFloat64(this.generator);
  }

  /** Returns an integer from `from` to `to`, both inclusive. */
  integer(from: number, to: number): number {
    return uniformInt(this.generator, from, to);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length - 1)]!;
  }

  shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let i = shuffled.length - 1; i > 0; i--) {
      const j = this.integer(0, i);
      [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
    }
    return shuffled;
  }

  /** Returns a uniformly distributed point within `radiusMetres` of another. */
  pointNear(centre: Point, radiusMetres: number): Point {
    const distance = radiusMetres * Math.sqrt(this.unit());
    const bearing = 2 * Math.PI * this.unit();
    return offsetPoint(centre, distance * Math.sin(bearing), distance * Math.cos(bearing));
  }

  /** Returns a point on land or sea between latitudes -60 and 60. */
  anywhere(): Point {
    return { lat: -60 + 120 * this.unit(), lon: -179 + 358 * this.unit() };
  }
}

/** Hashes a seed. Otherwise the first numbers of consecutive seeds would be almost the same. */
function mixed(seed: number): number {
  let mix = seed;
  mix = Math.imul(mix ^ (mix >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return mix ^ (mix >>> 16);
}
