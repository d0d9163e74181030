import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Relays that may begin at the same time: those of jobs, and those of events that were written a moment ago. */
export const JOBS_AT_A_TIME = 32;
export const FIRST_TELLINGS_AT_A_TIME = 64;

/** Deliveries that are relayed at a time, those that hang included; with so many, no place is given up. */
export const MAX_UNDER_WAY = 164;

/**
 * How long a relay keeps its place, in ms. One that waits longer for Vendure goes on without it, under its
 * delivery's lease, so that those that hang do not keep the others waiting.
 */
const PLACE_MS = 250;

/** All relays of this process that have begun and not ended. */
@Injectable()
export class RelaysUnderWay {
  private readonly relays = new Set<Promise<void>>();

  /** Whether so many hang that those to come must wait for them. */
  get full(): boolean {
    return this.relays.size > MAX_UNDER_WAY - JOBS_AT_A_TIME - FIRST_TELLINGS_AT_A_TIME;
  }

  /**
   * Ends with the relay, or when the relay has kept its place for long enough.
   *
   * @param late is told of an error that nobody waits for any more
   * @throws the relay's error while it has its place
   */
  async keepPlace(relay: Promise<void>, late: (error: unknown) => void): Promise<void> {
    let placed = true;
    const relaying = relay
      .catch((error: unknown) => {
        if (placed) {
          throw error;
        }
        late(error);
      })
      .finally(() => this.relays.delete(relaying));
    this.relays.add(relaying);
    await Promise.race([relaying, sleep(PLACE_MS, undefined, { ref: false })]);
    while (this.relays.has(relaying) && this.full) {
      await Promise.race(this.relays);
    }
    placed = false;
  }

  async ended(): Promise<void> {
    await Promise.allSettled(this.relays);
  }
}
