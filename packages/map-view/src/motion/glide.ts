import type { Point } from '../geometry/point';

/** Milliseconds from where a marker was to where it is. */
export const GLIDE_MS = 900;

interface Leg {
  from: Point;
  to: Point;
  startedAt: number;
}

/**
 * Where markers are between two polls: each goes evenly from where it was seen to where it is now. What is new, and
 * what stays, does not move.
 */
export class Glide {
  private legs = new Map<string, Leg>();

  constructor(private readonly durationMs = GLIDE_MS) {}

  /** Takes the newest places; whoever is not among them is forgotten. */
  head(places: readonly { id: string; point: Point }[], now: number): void {
    const legs = new Map<string, Leg>();
    for (const { id, point } of places) {
      const leg = this.legs.get(id);
      const unchanged = leg && leg.to.lat === point.lat && leg.to.lon === point.lon;
      legs.set(id, unchanged ? leg : { from: this.at(id, now) ?? point, to: point, startedAt: now });
    }
    this.legs = legs;
  }

  at(id: string, now: number): Point | undefined {
    const leg = this.legs.get(id);
    if (!leg) {
      return undefined;
    }
    const share = this.shareOf(leg, now);
    return {
      lat: leg.from.lat + (leg.to.lat - leg.from.lat) * share,
      lon: leg.from.lon + (leg.to.lon - leg.from.lon) * share,
    };
  }

  /** The ids of those who are still under way. */
  moving(now: number): string[] {
    return [...this.legs].filter(([, leg]) => isMove(leg) && this.shareOf(leg, now) < 1).map(([id]) => id);
  }

  private shareOf({ startedAt }: Leg, now: number): number {
    return this.durationMs === 0 ? 1 : Math.min(1, Math.max(0, (now - startedAt) / this.durationMs));
  }
}

function isMove({ from, to }: Leg): boolean {
  return from.lat !== to.lat || from.lon !== to.lon;
}
