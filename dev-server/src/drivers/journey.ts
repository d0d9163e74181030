import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import { interpolateGreatCircle } from '../geography/interpolate-great-circle';

/** A straight route between two points at constant speed. Times are Unix milliseconds. */
export class Journey {
  readonly durationMs: number;

  constructor(
    private readonly from: Point,
    readonly to: Point,
    private readonly startedAt: number,
    metresPerSecond: number,
  ) {
    this.durationMs = (greatCircleDistance(from, to) / metresPerSecond) * 1000;
  }

  /** A journey that has already ended at a point. */
  static stayAt(point: Point): Journey {
    return new Journey(point, point, 0, 1);
  }

  /** Unix ms of the arrival. */
  get arrivesAt(): number {
    return this.startedAt + this.durationMs;
  }

  /** @param time Unix ms */
  locationAt(time: number): Point {
    return this.durationMs === 0
      ? this.to
      : interpolateGreatCircle(this.from, this.to, (time - this.startedAt) / this.durationMs);
  }
}
