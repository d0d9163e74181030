import type { Point } from '../geometry/point';

/** Duration of the animation to a new point, in ms. */
export const GLIDE_MS = 900;

interface Leg {
  from: Point;
  to: Point;
  startedAt: number;
}

/**
 * Computes the displayed points of moving markers; the caller draws them. After an update each marker moves at constant
 * speed from its displayed point to its new point, within `durationMs`. New and unchanged markers do not move. All times are
 * milliseconds of one clock.
 */
export class Glide {
  private legs = new Map<string, Leg>();

  constructor(private readonly durationMs = GLIDE_MS) {}

  /** Sets the new points. Markers that are not included are forgotten. */
  moveTo(targets: readonly { id: string; point: Point }[], now: number): void {
    const legs = new Map<string, Leg>();
    for (const { id, point } of targets) {
      const leg = this.legs.get(id);
      const unchanged = leg && leg.to.lat === point.lat && leg.to.lon === point.lon;
      legs.set(id, unchanged ? leg : { from: this.at(id, now) ?? point, to: point, startedAt: now });
    }
    this.legs = legs;
  }

  /** Returns the displayed point; undefined for an unknown marker. */
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

  /** Returns the ids of the moving markers. */
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
