/** The shortest radius that is searched, in metres. */
const SHORTEST_METRES = 50;

/** How much of the last search's lesson is taken over at a time. */
const LEARNING_RATE = 0.5;

/**
 * Radii to search, growing up to a maximum. The first one is what the density of drivers seen lately makes
 * worth trying: a radius that fits a village takes seconds in a city, and one that fits a city finds nobody in
 * a village.
 */
export class RadiusLadder {
  private start = 1_000;

  /** @param wantedHits how many hits a search aims at */
  constructor(private readonly wantedHits: number) {}

  /** The radius to try first, in metres. */
  get first(): number {
    return this.start;
  }

  /** The radii to try for a search that may go as far as `maxMetres`, each four times the area of the last. */
  *rungs(maxMetres: number): Generator<number> {
    for (let radius = Math.min(this.start, maxMetres); radius < maxMetres; radius *= 2) {
      yield radius;
    }
    yield maxMetres;
  }

  /** Learns from a search: hits within a radius tell the density. */
  learn(radiusMetres: number, hits: number): void {
    const fitting = radiusMetres * Math.sqrt(this.wantedHits / Math.max(hits, 1));
    const next = this.start + LEARNING_RATE * (fitting - this.start);
    this.start = Math.max(SHORTEST_METRES, Math.min(next, 100_000));
  }
}
