import { DistanceExpectedTimeStrategy } from './distance-expected-time-strategy';
import type { ExpectedTimeStrategy } from './expected-time-strategy';

/** What shoppers follow of their deliveries. */
export interface TrackingOptions {
  /**
   * How old a driver's position may be, in seconds, that a shopper is shown. Positions are shown from pick-up to
   * drop-off only.
   *
   * @default 60
   */
  positionMaxAgeSeconds?: number;
  /**
   * For how many days after its end a delivery can be seen by its tracking code.
   *
   * @default 14
   */
  codeValidDays?: number;
  /**
   * When a delivery is expected at its door.
   *
   * @default DistanceExpectedTimeStrategy, from the straight line and a usual speed of the vehicle
   */
  expectedTime?: ExpectedTimeStrategy;
}

export function trackingWithDefaults(options: TrackingOptions = {}): Required<TrackingOptions> {
  return {
    positionMaxAgeSeconds: options.positionMaxAgeSeconds ?? 60,
    codeValidDays: options.codeValidDays ?? 14,
    expectedTime: options.expectedTime ?? new DistanceExpectedTimeStrategy(),
  };
}
