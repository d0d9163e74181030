import { DistanceEtaStrategy } from './distance-eta-strategy';
import type { EtaStrategy } from './eta-strategy';

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
}

export function trackingWithDefaults(options: TrackingOptions = {}): Required<TrackingOptions> {
  return {
    locationMaxAgeSeconds: options.locationMaxAgeSeconds ?? 60,
    codeValidDays: options.codeValidDays ?? 14,
    etaStrategy: options.etaStrategy ?? new DistanceEtaStrategy(),
  };
}
