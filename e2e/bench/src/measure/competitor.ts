import type { PreparedRequest } from '../load/load';

/** A program that assigns drivers to orders. */
export interface Competitor {
  readonly name: string;
  readonly ports: readonly number[];
  /** A signed order. */
  orderRequest(id: string): PreparedRequest;
  /** Processes that do its work. Their descendants count with them. */
  pids(): { program: number[]; servers: number[] };
  /** Events whose acknowledgement the receiver has sent. */
  eventsAcknowledged(): Promise<number>;
  /**
   * Waits until its events are acknowledged, and checks what is stored.
   *
   * @param assigned ids of orders that were answered with a driver
   * @returns what is wrong
   */
  check(assigned: readonly string[]): Promise<string[]>;
  /** Makes all drivers available again. */
  restore(): Promise<void>;
}
