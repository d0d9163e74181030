import { DistanceEtaStrategy } from './distance-eta-strategy';
import { DurationPromisedTimeStrategy } from './duration-promised-time-strategy';
import type { EtaStrategy } from './eta-strategy';
import type { PromisedTimeStrategy } from './promised-time-strategy';

/** Options of the tracking for shoppers. */
export interface TrackingOptions {
  /**
   * Maximum age of a driver location that is shown to shoppers, in seconds. Locations are shown between pickup and
   * drop-off only.
   *
   * @default 60
   */
  locationMaxAgeSeconds?: number;
  /**
   * Days after the end of a delivery during which its tracking code is valid.
   *
   * @default 14
   */
  codeValidDays?: number;
  /**
   * Estimates the ETA of a delivery.
   *
   * @default DistanceEtaStrategy, which uses the distance and an average speed of the vehicle
   */
  etaStrategy?: EtaStrategy;
  /**
   * Determines the promised time of a drop-off, with which dispatchers see the lateness of a delivery.
   *
   * @default DurationPromisedTimeStrategy: 45 minutes after the order is ready for pickup
   * @example
   * ```ts
   * promisedTimeStrategy: new DurationPromisedTimeStrategy({ minutes: 60 })
   * ```
   */
  promisedTimeStrategy?: PromisedTimeStrategy;
  /**
   * URL of the shopper's tracking page with `{code}` for the tracking code. Dispatchers open it from the delivery.
   *
   * @default none: the dashboard shows the tracking code only
   * @example
   * ```ts
   * pageUrl: 'https://shop.example/track/{code}'
   * ```
   */
  pageUrl?: string;
}

/** {@link TrackingOptions} with defaults. */
export type TrackingConfiguration = Required<Omit<TrackingOptions, 'pageUrl'>> &
  Pick<TrackingOptions, 'pageUrl'>;

export function trackingWithDefaults(options: TrackingOptions = {}): TrackingConfiguration {
  return {
    pageUrl: options.pageUrl,
    locationMaxAgeSeconds: options.locationMaxAgeSeconds ?? 60,
    codeValidDays: options.codeValidDays ?? 14,
    etaStrategy: options.etaStrategy ?? new DistanceEtaStrategy(),
    promisedTimeStrategy: options.promisedTimeStrategy ?? new DurationPromisedTimeStrategy(),
  };
}
