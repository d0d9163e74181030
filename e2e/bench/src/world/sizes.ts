import type { CalibrationOptions } from '../measure/calibration';

/** Sizes and durations of the measurements. */
export interface Sizes {
  calibration: CalibrationOptions;
  /** Drivers of the city for most measurements. */
  drivers: number;
  /** Drivers of a small and a large city. */
  small: number;
  large: number;
  /** Number of measurements of each side of a ratio. */
  pairs: number;
  /** Seconds of load before each measurement. */
  rampUpSeconds: number;
  /** Length of a measurement in seconds. */
  seconds: number;
  /** Connections of the closed loops. */
  connections: { many: number; some: number };
  /** Orders per second of the open loops. */
  rates: readonly number[];
  /** Locations per second in addition to orders. */
  locationsPerSecond: number;
  /** Orders without a driver. */
  waiting: number;
  /** Ended deliveries whose personal data is erased. */
  endedDeliveries: number;
  /** Drivers per second who become available. */
  availablePerSecond: number;
  /** Number of orders that are paid one after the other, and at once. */
  singles: number;
  atOnce: number;
  /** Paid orders per second of the shop. */
  paidPerSecond: readonly number[];
  /** Duration of the payments at each rate in seconds. */
  paidSeconds: number;
  /** Duration of full load before the engine's memory is measured, in seconds. */
  memorySeconds: number;
}

export const FULL: Sizes = {
  calibration: { tries: 3, idleTimeoutSeconds: 10 },
  drivers: 100_000,
  small: 10_000,
  large: 1_000_000,
  pairs: 3,
  rampUpSeconds: 2,
  seconds: 4,
  connections: { many: 64, some: 16 },
  rates: [200, 500, 1_000],
  locationsPerSecond: 5_000,
  waiting: 10_000,
  endedDeliveries: 1_000_000,
  availablePerSecond: 500,
  singles: 20,
  atOnce: 200,
  paidPerSecond: [5, 20],
  paidSeconds: 60,
  memorySeconds: 60,
};

/** Memory after ten minutes, and payments for five minutes at each rate. */
export const LONG: Sizes = { ...FULL, paidSeconds: 300, memorySeconds: 600 };

/** Checks that the bench works. Its figures are not meaningful. */
export const QUICK: Sizes = {
  calibration: { tries: 1, idleTimeoutSeconds: 0 },
  drivers: 5_000,
  small: 2_000,
  large: 10_000,
  pairs: 1,
  rampUpSeconds: 0.2,
  seconds: 0.5,
  connections: { many: 8, some: 4 },
  rates: [50],
  locationsPerSecond: 1_000,
  waiting: 1_000,
  endedDeliveries: 5_000,
  availablePerSecond: 50,
  singles: 3,
  atOnce: 10,
  paidPerSecond: [5],
  paidSeconds: 3,
  memorySeconds: 2,
};
