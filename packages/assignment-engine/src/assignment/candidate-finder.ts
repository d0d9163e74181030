import { Injectable } from '@nestjs/common';
import type { Matching, Proposal } from './match-nearest';
import { PostgresCandidateSource } from './postgres-candidate-source';
import { RedisCandidateSource } from './redis-candidate-source';
import type { Search } from './search';

/** Finds candidates for many deliveries at a time: in the availability index, or in PostgreSQL if the index can't answer. */
@Injectable()
export class CandidateFinder {
  constructor(
    private readonly index: RedisCandidateSource,
    private readonly database: PostgresCandidateSource,
  ) {}

  /** Sets the candidates of searches that have none yet. */
  async find(open: readonly Search[]): Promise<void> {
    const pending = open.filter(({ candidates }) => candidates === undefined);
    const byIndex = pending.filter(({ source }) => source === 'REDIS');
    const found = await this.index.find(byIndex.map(({ query }) => query));
    byIndex.forEach((search, i) => {
      search.candidates = found[i];
      search.source = found[i] ? 'REDIS' : 'POSTGRES';
    });
    const byDatabase = pending.filter(({ source }) => source === 'POSTGRES');
    if (byDatabase.length > 0) {
      const lists = await this.database.find(byDatabase.map(({ query }) => query));
      byDatabase.forEach((search, i) => (search.candidates = lists[i]));
    }
  }

  /** Proposes a driver for each search with candidates. */
  propose(open: readonly Search[], match: Matching): Proposal[] {
    return match(open.map(({ deliveryId, candidates = [] }) => ({ deliveryId, candidates })));
  }
}
