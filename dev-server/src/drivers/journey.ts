import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import { alongGreatCircle } from '../geography/along-great-circle';

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

  static stationary(point: Point): Journey {
    return new Journey(point, point, 0, 1);
  }

  get arrivesAt(): number {
    return this.startedAt + this.durationMs;
  }

  positionAt(time: number): Point {
    return this.durationMs === 0
      ? this.to
      : alongGreatCircle(this.from, this.to, (time - this.startedAt) / this.durationMs);
  }
}
