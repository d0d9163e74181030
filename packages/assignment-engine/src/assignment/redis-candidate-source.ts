import { greatCircleDistance } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../logging/create-logger';
import { fitsGeoSearch } from '../redis/geo-limits';
import { RedisUnavailableError } from '../redis/redis-connection';
import { RedisReconciler } from '../redis/redis-reconciler';
import { RedisService, type IndexSearch } from '../redis/redis.service';
import { compareCandidates, mayHideNearer, type Candidate, type CandidateSearch } from './candidate';
import { RadiusLadder } from './radius-ladder';

/** Drivers that the first radius aims at: some more than are examined, as Redis ranks all of them. */
const WANTED_HITS = 12;

/** How many drivers the first look at a radius examines. */
const EXAMINE_AT_FIRST = 8;

/** How many drivers a search examines at the most before PostgreSQL is the better one to ask. */
const EXAMINE_AT_MOST = 1_024;

/** Redis measures on a sphere of 6372797.560856 m, we on the mean radius: it must look this much further. */
const RADIUS_ALLOWANCE = 1.001;

/** Metres by which a position in Redis is off at the most: it keeps 52 bits of geohash. */
const GEOHASH_ERROR_METRES = 1;

/** How far a search has come. */
interface Look {
  index: number;
  search: CandidateSearch;
  rungs: Generator<number>;
  radius: number;
  /** How many drivers are examined within the radius. */
  examine: number;
}

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
    const found: (Candidate[] | undefined)[] = searches.map(() => undefined);
    let open = searches.flatMap((search, index) => this.begin(search, index));
    while (open.length > 0 && this.reconciler.indexTrusted) {
      const answers = await this.look(open);
      if (answers === undefined) {
        break;
      }
      open = open.flatMap((look, i) => {
        const { candidates, next } = this.judge(look, answers[i]);
        found[look.index] = candidates;
        return next ? [next] : [];
      });
    }
    return found;
  }

  private begin(search: CandidateSearch, index: number): Look[] {
    const { point, radiusMetres } = search;
    if (!fitsGeoSearch(point, radiusMetres)) {
      return [];
    }
    const rungs = this.ladder.rungs(point, radiusMetres * RADIUS_ALLOWANCE + GEOHASH_ERROR_METRES);
    const first = rungs.next();
    return first.done ? [] : [{ index, search, rungs, radius: first.value, examine: EXAMINE_AT_FIRST }];
  }

  private async look(open: readonly Look[]): Promise<IndexSearch[] | undefined> {
    try {
      return await this.redis.searchNearest(
        open.map(({ search: { point, channelId }, radius, examine }) => {
          return { point, radiusMetres: radius, channelId, examine };
        }),
      );
    } catch (error) {
      if (!(error instanceof RedisUnavailableError)) {
        throw error;
      }
      open.forEach(({ search }) => this.ladder.forget(search.point));
      this.logger.debug('The index was not asked');
      return undefined;
    }
  }

  /** @returns the candidates when they are the nearest there are, or where to look next, if that is of use */
  private judge(look: Look, answer: IndexSearch): { candidates?: Candidate[]; next?: Look } {
    const { search, rungs, radius, examine } = look;
    const candidates = rank(search, answer);
    const whole = answer.examined < examine;
    if (examine === EXAMINE_AT_FIRST) {
      // Of those who are cut off nobody knows how far they reach; the last one seen tells how dense they are.
      const reached = whole ? radius : (candidates.at(-1)?.distanceMetres ?? radius / 2);
      this.ladder.learn(search.point, reached, answer.examined);
    }
    if (candidates.length > 0 && (whole || !mayHideNearer(candidates))) {
      return { candidates };
    }
    if (!whole) {
      return examine * 4 <= EXAMINE_AT_MOST ? { next: { ...look, examine: examine * 4 } } : {};
    }
    const further = rungs.next();
    return further.done ? {} : { next: { ...look, radius: further.value, examine: EXAMINE_AT_FIRST } };
  }
}

function rank({ point, radiusMetres }: CandidateSearch, { drivers }: IndexSearch): Candidate[] {
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
