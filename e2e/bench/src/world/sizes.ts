/** How large and how long everything is. */
export interface Sizes {
  /** Drivers of the city that most is measured in. */
  city: number;
  /** Of the two between which growth is judged. */
  small: number;
  large: number;
  /** Seconds of each measurement. */
  seconds: number;
  /** Orders that an engine serves before anything is measured. */
  warmUpOrders: number;
  connections: number;
  /** Drivers and connections of the plots. */
  growthDrivers: readonly number[];
  growthConnections: readonly number[];
  /** Orders one after the other. */
  singles: number;
  /** Orders that wait, many and few. */
  waiting: number;
  waitingFew: number;
  /** Drivers who come free a second. */
  freedPerSecond: number;
  /** Orders paid in Vendure a second, and one after the other. */
  paidPerSecond: number;
  paidSingles: number;
  /** How long memory is watched, in seconds. */
  memorySeconds: number;
}

export const FULL: Sizes = {
  city: 100_000,
  small: 10_000,
  large: 1_000_000,
  seconds: 6,
  warmUpOrders: 6_000,
  connections: 64,
  growthDrivers: [1_000, 10_000, 100_000, 1_000_000],
  growthConnections: [1, 4, 16, 64, 256],
  singles: 500,
  waiting: 10_000,
  waitingFew: 100,
  freedPerSecond: 500,
  paidPerSecond: 50,
  paidSingles: 40,
  memorySeconds: 60,
};

/** Large enough to find what is wrong, too small to say how fast anything is. */
export const QUICK: Sizes = {
  city: 2_000,
  small: 500,
  large: 4_000,
  seconds: 0.5,
  warmUpOrders: 0,
  connections: 16,
  growthDrivers: [500, 2_000],
  growthConnections: [1, 16],
  singles: 20,
  waiting: 200,
  waitingFew: 50,
  freedPerSecond: 100,
  paidPerSecond: 10,
  paidSingles: 3,
  memorySeconds: 1,
};
