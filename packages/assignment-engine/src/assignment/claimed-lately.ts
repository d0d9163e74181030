import { Injectable } from '@nestjs/common';
import type { Candidate } from './candidate';

/** How long a claim is remembered, in ms: longer than a search waits for its own claim. */
const REMEMBERED_MS = 5_000;

/**
 * Drivers whom this process has claimed a moment ago. A search that was under way meanwhile still has them, and so has
 * the index until it is told: each would cost a claim in vain. Once free again, a driver is AVAILABLE since another
 * time, and counts as another. PostgreSQL decides all the same: should a fail-over have lost the claim, the driver is
 * to be had again a few seconds later.
 */
@Injectable()
export class ClaimedLately {
  private readonly claims = new Map<string, { idleSince: number; at: number }>();

  add(candidates: readonly Candidate[]): void {
    const at = performance.now();
    for (const { driverId, idleSince } of candidates) {
      // Behind all the others, as the latest.
      this.claims.delete(driverId);
      this.claims.set(driverId, { idleSince, at });
    }
    for (const [driverId, claim] of this.claims) {
      if (at - claim.at < REMEMBERED_MS) {
        break;
      }
      this.claims.delete(driverId);
    }
  }

  has({ driverId, idleSince }: Candidate): boolean {
    const claim = this.claims.get(driverId);
    return claim?.idleSince === idleSince && performance.now() - claim.at < REMEMBERED_MS;
  }
}
