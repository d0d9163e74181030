import { Injectable } from '@nestjs/common';
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

  /** Proposes a driver for each that has a candidate left. */
  propose(open: readonly Search[], match: Matching): Proposal[] {
    return match(open.map(({ deliveryId, candidates = [] }) => ({ deliveryId, candidates })));
  }
}
