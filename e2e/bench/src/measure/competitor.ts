import type { PreparedRequest } from '../load/load';

/** A program that assigns drivers to orders. */
export interface Competitor {
  readonly name: string;
  readonly ports: readonly number[];
  /** Returns a request with a signed order. */
  orderRequest(id: string): PreparedRequest;
  /** Returns its processes. Their descendants are included in measurements. */
  pids(): { program: number[]; servers: number[] };
  /** Returns the number of events that the receiver has acknowledged. */
  eventsAcknowledged(): Promise<number>;
  /**
   * Waits until its events are acknowledged, and checks the stored rows.
   *
   * @param assigned ids of orders that were answered with a driver
   * @returns the problems
   */
  check(assigned: readonly string[]): Promise<string[]>;
  /** Makes all drivers available again. */
  restore(): Promise<void>;
}
