import type { Point } from '@driver-dispatch/contract';

/** The radius tried first where nothing is known yet, in metres: looking in vain costs less than ranking thousands. */
const FIRST_METRES = 100;

/** The shortest radius that is searched, in metres. */
const SHORTEST_METRES = 20;

/** How much of the last search's lesson is taken over at a time. */
const LEARNING_RATE = 0.5;

/** Side of the squares that lessons are kept for, in degrees: about a kilometre. */
const SQUARE_DEGREES = 0.01;

/** How many squares are remembered: a large city's. */
const SQUARES_AT_MOST = 10_000;

/**
 * Radii to search, growing up to a maximum. The first one is what the density of drivers seen lately around there makes
 * worth trying: a radius that fits a village takes seconds in a city, and one that fits a city finds nobody in
 * a village.
 */
export class RadiusLadder {
  /** The radius to begin with, in metres, by square; the longest known first. */
  private readonly starts = new Map<string, number>();

  /** @param wantedHits how many hits a search aims at */
  constructor(private readonly wantedHits: number) {}

  /** The radius to try first around a point, in metres. */
  first(point: Point): number {
    return this.starts.get(squareOf(point)) ?? FIRST_METRES;
  }

  /** The radii to try around a point for a search that may go as far as `maxMetres`, each four times the area. */
  *rungs(point: Point, maxMetres: number): Generator<number> {
    for (let radius = this.first(point); radius < maxMetres; radius *= 2) {
      yield radius;
    }
    yield maxMetres;
  }

  /** Learns from a search: hits within a radius around a point tell the density there. */
  learn(point: Point, radiusMetres: number, hits: number): void {
    const start = this.first(point);
    const fitting = radiusMetres * Math.sqrt(this.wantedHits / Math.max(hits, 1));
    const next = start + LEARNING_RATE * (fitting - start);
    this.keep(squareOf(point), Math.max(SHORTEST_METRES, Math.min(next, 100_000)));
  }

  /** Begins anew around a point: a search there took too long. */
  forget(point: Point): void {
    this.starts.delete(squareOf(point));
  }

  private keep(square: string, start: number): void {
    if (!this.starts.has(square) && this.starts.size >= SQUARES_AT_MOST) {
      this.starts.delete(this.starts.keys().next().value!);
    }
    this.starts.set(square, start);
  }
}

function squareOf({ lat, lon }: Point): string {
  return `${Math.round(lat / SQUARE_DEGREES)} ${Math.round(lon / SQUARE_DEGREES)}`;
}
