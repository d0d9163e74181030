import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../observability/create-logger';
import { fitsGeoSearch } from '../redis/geo-limits';
import { RedisUnavailableError } from '../redis/redis-connection';
import { RedisReconciler } from '../redis/redis-reconciler';
import { RedisService, type IndexSearch } from '../redis/redis.service';
import { parseTraits } from '../redis/driver-traits';
import {
  mayHideNearer,
  meetsRequirements,
  rankCandidates,
  type Candidate,
  type CandidateSearch,
} from './candidate';
import { RadiusLadder } from './radius-ladder';

/** Drivers that the first radius should contain: more than are examined, as Redis ranks all of them. */
const TARGET_HITS = 12;

/** Drivers examined in the first step of a radius. */
const INITIAL_EXAMINED = 8;

/** Maximum of drivers examined by a search; beyond it PostgreSQL is faster. */
const MAX_EXAMINED = 1_024;

/** The same for an order with requirements that few drivers meet. */
const MAX_EXAMINED_FOR_REQUIREMENTS = 128;

/** Factor of the search radius: Redis uses an earth radius of 6372797.560856 m, the engine the smaller mean radius. */
const RADIUS_FACTOR = 1.001;

/** Maximum error of a location in Redis, which stores a geohash of 52 bits, in metres. */
const GEOHASH_ERROR_METRES = 1;

interface Step {
  index: number;
  search: CandidateSearch;
  radii: Generator<number>;
  radius: number;
  /** Drivers to examine within the radius. */
  examine: number;
}

/**
 * Candidates from the availability index. `undefined` means that the index can't answer (Redis is unavailable, the index is
 * not ready, or the pickup is too far north), never that there are no drivers.
 */
@Injectable()
export class RedisCandidateSource {
  private readonly ladder = new RadiusLadder(TARGET_HITS);

  constructor(
    private readonly redis: RedisService,
    private readonly reconciler: RedisReconciler,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  async find(searches: readonly CandidateSearch[]): Promise<(Candidate[] | undefined)[]> {
    const found: (Candidate[] | undefined)[] = searches.map(() => undefined);
    searches.forEach(({ skipped }) => skipped.clear());
    let open = searches.flatMap((search, index) => this.begin(search, index));
    while (open.length > 0 && this.reconciler.indexReady) {
      const results = await this.query(open);
      if (results === undefined) {
        break;
      }
      open = open.flatMap((step, i) => {
        const { candidates, next } = this.evaluate(step, results[i]);
        found[step.index] = candidates;
        return next ? [next] : [];
      });
    }
    return found;
  }

  private begin(search: CandidateSearch, index: number): Step[] {
    const { point, radiusMetres } = search;
    if (!fitsGeoSearch(point, radiusMetres)) {
      return [];
    }
    const radii = this.ladder.radii(point, radiusMetres * RADIUS_FACTOR + GEOHASH_ERROR_METRES);
    const first = radii.next();
    return first.done ? [] : [{ index, search, radii, radius: first.value, examine: INITIAL_EXAMINED }];
  }

  private async query(open: readonly Step[]): Promise<IndexSearch[] | undefined> {
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
      open.forEach(({ search }) => this.ladder.reset(search.point));
      this.logger.debug('Availability index search failed');
      return undefined;
    }
  }

  /** @returns the candidates if they are the nearest ones, or else the next step, if one is useful */
  private evaluate(step: Step, result: IndexSearch): { candidates?: Candidate[]; next?: Step } {
    const { search, radii, radius, examine } = step;
    const near = rank(search, result);
    const candidates = search.requirements
      ? near.filter(({ traits, ...driver }) => meetsRequirements(search, driver, parseTraits(traits)))
      : near;
    const complete = result.examined < examine;
    if (examine === INITIAL_EXAMINED && !search.requirements) {
      // If the list was cut off, the distance of its last driver shows the density.
      const searched = complete ? radius : (candidates.at(-1)?.distanceMetres ?? radius / 2);
      this.ladder.learn(search.point, searched, result.examined);
    }
    if (candidates.length > 0 && (complete || !mayHideNearer([candidates[0], near.at(-1)!]))) {
      return { candidates };
    }
    if (!complete) {
      const maximum = search.requirements ? MAX_EXAMINED_FOR_REQUIREMENTS : MAX_EXAMINED;
      return examine * 4 <= maximum ? { next: { ...step, examine: examine * 4 } } : {};
    }
    const larger = radii.next();
    return larger.done
      ? {}
      : {
          next: { ...step, radius: larger.value, examine: search.requirements ? examine : INITIAL_EXAMINED },
        };
  }
}

function rank({ point, radiusMetres, excluded }: CandidateSearch, { drivers }: IndexSearch) {
  const eligible = drivers.filter(({ driverId }) => !excluded.has(driverId));
  const found = eligible.map(({ locatedAt, ...driver }) => ({
    ...driver,
    indexed: { point: driver.point, locatedAt },
  }));
  return rankCandidates(point, found).filter(({ distanceMetres }) => distanceMetres <= radiusMetres);
}
