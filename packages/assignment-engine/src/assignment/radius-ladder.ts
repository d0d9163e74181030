import type { Point } from '@driver-dispatch/contract';

/** The first radius in an area without previous searches, in metres. An empty result costs less than ranking thousands. */
const FIRST_METRES = 100;

/** The shortest radius that is searched, in metres. */
const SHORTEST_METRES = 20;

/** Weight of the last search when a radius is adapted. */
const LEARNING_RATE = 0.5;

/** Side of the squares for which radii are stored, in degrees: about a kilometre. */
const SQUARE_DEGREES = 0.01;

/** Maximum number of stored squares, enough for a large city. */
const MAX_SQUARES = 10_000;

/**
 * Growing search radii up to a maximum. The first radius is adapted to the density of drivers in recent searches of the
 * same square: a radius that suits a village takes seconds in a city, and one that suits a city finds no driver in a
 * village.
 */
export class RadiusLadder {
  /** The first radius in metres, by square; oldest square first. */
  private readonly starts = new Map<string, number>();

  /** @param targetHits number of drivers that the first radius should contain */
  constructor(private readonly targetHits: number) {}

  /** The first radius around a point, in metres. */
  first(point: Point): number {
    return this.starts.get(getSquare(point)) ?? FIRST_METRES;
  }

  /** The radii around a point, in metres. Each has four times the area of the one before; the last one is `maxMetres`. */
  *radii(point: Point, maxMetres: number): Generator<number> {
    for (let radius = this.first(point); radius < maxMetres; radius *= 2) {
      yield radius;
    }
    yield maxMetres;
  }

  /** Adapts the first radius to the number of drivers found within a radius. */
  learn(point: Point, radiusMetres: number, hits: number): void {
    const start = this.first(point);
    const fitting = radiusMetres * Math.sqrt(this.targetHits / Math.max(hits, 1));
    const next = start + LEARNING_RATE * (fitting - start);
    this.keep(getSquare(point), Math.max(SHORTEST_METRES, Math.min(next, 100_000)));
  }

  /** Resets the first radius around a point, after a search that took too long. */
  reset(point: Point): void {
    this.starts.delete(getSquare(point));
  }

  private keep(square: string, start: number): void {
    if (!this.starts.has(square) && this.starts.size >= MAX_SQUARES) {
      this.starts.delete(this.starts.keys().next().value!);
    }
    this.starts.set(square, start);
  }
}

function getSquare({ lat, lon }: Point): string {
  return `${Math.round(lat / SQUARE_DEGREES)} ${Math.round(lon / SQUARE_DEGREES)}`;
}
