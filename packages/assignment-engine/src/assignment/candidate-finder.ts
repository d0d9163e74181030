import { Injectable } from '@nestjs/common';
import type { Candidate } from './candidate';
import { ClaimedLately } from './claimed-lately';
import type { Matching, Proposal } from './match-nearest';
import { PostgresCandidateSource } from './postgres-candidate-source';
import { RedisCandidateSource } from './redis-candidate-source';
import type { Search } from './search';

/** Finds out who could come, many deliveries at a time: from the index, and from PostgreSQL where it can't tell. */
@Injectable()
export class CandidateFinder {
  constructor(
    private readonly index: RedisCandidateSource,
    private readonly database: PostgresCandidateSource,
    private readonly lately: ClaimedLately,
  ) {}

  /** Fills in the candidates of those that have not asked their source yet. */
  async find(open: readonly Search[]): Promise<void> {
    const unasked = open.filter(({ candidates }) => candidates === undefined);
    const byIndex = unasked.filter(({ source }) => source === 'redis');
    const found = await this.index.find(byIndex.map(({ query }) => query));
    byIndex.forEach((search, i) => {
      search.candidates = found[i];
      search.source = found[i] ? 'redis' : 'postgres';
    });
    const byDatabase = unasked.filter(({ source }) => source === 'postgres');
    if (byDatabase.length > 0) {
      const lists = await this.database.find(byDatabase.map(({ query }) => query));
      byDatabase.forEach((search, i) => (search.candidates = lists[i]));
    }
  }

  /** Proposes a driver for each that has one left; whoever was claimed since the search is passed over. */
  propose(open: readonly Search[], match: Matching): Proposal[] {
    return match(
      open.map(({ deliveryId, candidates = [] }) => ({ deliveryId, candidates: this.left(candidates) })),
    );
  }

  /** Those who were not claimed since the search. */
  left(candidates: readonly Candidate[]): Candidate[] {
    return candidates.filter((candidate) => !this.lately.has(candidate));
  }
}
