import { greatCircleDistance } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../logging/create-logger';
import { fitsGeoSearch } from '../redis/geo-limits';
import { RedisUnavailableError } from '../redis/redis-connection';
import { RedisReconciler } from '../redis/redis-reconciler';
import { RedisService, type IndexSearch } from '../redis/redis.service';
import { compareCandidates, mayHideBetter, type Candidate, type CandidateSearch } from './candidate';
import { RadiusLadder } from './radius-ladder';

/** How many hits the first radius aims at: enough to have others to turn to, few enough to be quick to rank. */
const WANTED_HITS = 40;

/** How many drivers the first look at a radius examines. */
const EXAMINE_AT_FIRST = 16;

/** How many drivers a search examines at the most before PostgreSQL is the better one to ask. */
const EXAMINE_AT_MOST = 1_024;

/** Redis measures on a sphere of 6372797.560856 m, we on the mean radius: it must look this much further. */
const RADIUS_ALLOWANCE = 1.001;

/** Metres by which a position in Redis is off at the most: it keeps 52 bits of geohash. */
const GEOHASH_ERROR_METRES = 1;

/**
 * Candidates from the availability index. `undefined` means that the index can't tell (it does not answer, is
 * incomplete, or does not reach that far north), never that there is nobody.
 */
@Injectable()
export class RedisCandidateSource {
  private readonly ladder = new RadiusLadder(WANTED_HITS);

  constructor(
    private readonly redis: RedisService,
    private readonly reconciler: RedisReconciler,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  async find(searches: readonly CandidateSearch[]): Promise<(Candidate[] | undefined)[]> {
    return Promise.all(searches.map((search) => this.findOne(search)));
  }

  private async findOne(search: CandidateSearch): Promise<Candidate[] | undefined> {
    if (!this.reconciler.indexTrusted || !fitsGeoSearch(search.point, search.radiusMetres)) {
      return undefined;
    }
    try {
      return await this.climb(search);
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) {
        throw error;
      }
      this.ladder.forget(search.point);
      this.logger.debug('The index was not asked');
      return undefined;
    }
  }

  private async climb(search: CandidateSearch): Promise<Candidate[] | undefined> {
    const furthest = search.radiusMetres * RADIUS_ALLOWANCE + GEOHASH_ERROR_METRES;
    for (const radius of this.ladder.rungs(search.point, furthest)) {
      for (let examine = EXAMINE_AT_FIRST; examine <= EXAMINE_AT_MOST; examine *= 4) {
        const answer = await this.redis.searchNearest(search.point, radius, search.channelId, examine);
        if (answer.drivers === undefined) {
          return undefined;
        }
        const whole = answer.examined < examine;
        const candidates = rank(search, answer);
        if (examine === EXAMINE_AT_FIRST) {
          // Of those who are cut off nobody knows how far they reach; the last one seen tells how dense they are.
          const reached = whole ? radius : (candidates.at(-1)?.distanceMetres ?? radius / 2);
          this.ladder.learn(search.point, reached, answer.examined);
        }
        if (candidates.length > 0 && (whole || !mayHideBetter(candidates))) {
          return candidates;
        }
        if (whole) {
          break;
        }
      }
    }
    return undefined;
  }
}

function rank({ point, radiusMetres }: CandidateSearch, { drivers = [] }: IndexSearch): Candidate[] {
  return drivers
    .map(({ driverId, point: at, idleSince, locatedAt }) => ({
      driverId,
      distanceMetres: greatCircleDistance(at, point),
      idleSince,
      indexed: { point: at, locatedAt },
    }))
    .filter(({ distanceMetres }) => distanceMetres <= radiusMetres)
    .sort(compareCandidates);
}
