import type { Point } from '@driver-dispatch/contract/messages';

/** A measured location. */
export interface Fix {
  point: Point;
  /** Milliseconds since 1970 on the clock of the device. */
  timestamp: number;
}

/**
 * Why there is no location. `insecure`: browsers give locations only to pages with HTTPS. `not_chosen`: the driver has not
 * clicked on the map of the demo.
 */
export type LocationProblem = 'denied' | 'unavailable' | 'insecure' | 'not_chosen';

/** Measures the location of the device. */
export interface LocationSource {
  /** Calls back with each new location until the returned function is called. */
  watch(onFix: (fix: Fix) => void, onProblem: (problem: LocationProblem) => void): () => void;
}

/** Maximum time in ms until the first location. */
const TIMEOUT_MS = 30_000;

/** The location of the device, while the app is visible. */
export const deviceLocation: LocationSource = {
  watch(onFix, onProblem) {
    if (!isSecureContext || !('geolocation' in navigator)) {
      onProblem('insecure');
      return () => undefined;
    }
    const id = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => onFix({ point: { lat: coords.latitude, lon: coords.longitude }, timestamp }),
      ({ code, PERMISSION_DENIED }) => onProblem(code === PERMISSION_DENIED ? 'denied' : 'unavailable'),
      { enableHighAccuracy: true, maximumAge: 5_000, timeout: TIMEOUT_MS },
    );
    return () => navigator.geolocation.clearWatch(id);
  },
};

/** @returns the next location of a source, or why there is none */
export function currentLocation(source: LocationSource): Promise<Fix | LocationProblem> {
  return new Promise((resolve) => {
    let stop: () => void = () => undefined;
    const settle = (result: Fix | LocationProblem) => {
      resolve(result);
      // The source may call back before `watch` returns.
      queueMicrotask(() => stop());
    };
    stop = source.watch(settle, settle);
  });
}
