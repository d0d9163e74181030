import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import type { DriverTraits } from '@driver-dispatch/contract';
import { meetsRequirements, rankCandidates, type Candidate, type CandidateSearch } from './candidate';
import { RadiusLadder } from './radius-ladder';
import { searchBoxes, type SearchBox } from './search-boxes';

/** Initial limit of drivers per box. */
const INITIAL_LIMIT = 24;

/** Maximum limit of drivers per box, for many drivers at the same location. */
const MAX_LIMIT = 24_576;

/** Drivers that the first radius should contain: so few that the limit is seldom reached. */
const TARGET_HITS = 10;

/** Ranking uses whole metres: a driver who is farther away by less than this may rank first. */
const RANK_METRES = 1;

interface Row {
  /** Index of the step that found the driver. */
  search: number;
  driverId: string;
  lat: number;
  lon: number;
  idleSince: number;
}

/** A row of a search with requirements. The traits are those of a skipped driver, who does not meet the requirements. */
type EligibleRow = Row & DriverTraits & { skipped: boolean };

/** A box of a step. */
type Box = SearchBox & { index: number; search: CandidateSearch };

interface Step {
  index: number;
  search: CandidateSearch;
  radius: number;
  limit: number;
}

/** Candidates from PostgreSQL: slower than the index, but always correct. */
@Injectable()
export class PostgresCandidateSource {
  private readonly ladder = new RadiusLadder(TARGET_HITS);

  constructor(
    private readonly statements: StatementRunner,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** @returns for each search all eligible drivers up to some distance, nearest first */
  async find(searches: readonly CandidateSearch[]): Promise<Candidate[][]> {
    const found: Candidate[][] = searches.map(() => []);
    searches.forEach(({ skipped }) => skipped.clear());
    let open = searches.map((search, index): Step => {
      const radius = Math.min(this.ladder.first(search.point), search.radiusMetres);
      return { index, search, radius, limit: INITIAL_LIMIT };
    });
    while (open.length > 0) {
      const rows = await this.query(open);
      const nextSteps: Step[] = [];
      open.forEach((step, at) => {
        const ranked = rank(step.search, rows[at].rows);
        const next = this.nextStep(step, ranked, rows[at].cutOff);
        if (next) {
          nextSteps.push(next);
        } else {
          found[step.index] = ranked.filter(({ distanceMetres }) => distanceMetres <= step.radius);
        }
      });
      open = nextSteps;
    }
    return found;
  }

  /** @returns the next step; undefined if the found candidates are the nearest ones */
  private nextStep(step: Step, ranked: readonly Candidate[], cutOff: boolean): Step | undefined {
    const { search, radius, limit } = step;
    const [first] = ranked;
    if (limit === INITIAL_LIMIT && radius < search.radiusMetres && !search.requirements) {
      this.ladder.learn(
        search.point,
        cutOff ? (ranked.at(-1)?.distanceMetres ?? radius) : radius,
        ranked.length,
      );
    }
    if (cutOff) {
      // The nearest driver of all is no farther away than the nearest of this incomplete list.
      const nearer = first ? Math.min(radius, first.distanceMetres + RANK_METRES) : radius;
      return limit < MAX_LIMIT ? { ...step, radius: nearer, limit: limit * 4 } : undefined;
    }
    const atMaximum = radius >= search.radiusMetres;
    return atMaximum || (first && first.distanceMetres + RANK_METRES <= radius)
      ? undefined
      : { ...step, radius: search.radiusMetres };
  }

  private async query(steps: readonly Step[]): Promise<{ rows: Row[]; cutOff: boolean }[]> {
    const limit = Math.max(...steps.map((step) => step.limit));
    const boxes = steps.flatMap(({ search, radius }, index) =>
      searchBoxes(search.point, radius).map((box) => ({ ...box, index, search })),
    );
    const [nearest, eligible] = await Promise.all([
      this.findNearest(
        boxes.filter(({ search }) => !search.requirements),
        limit,
      ),
      this.findEligible(
        boxes.filter(({ search }) => search.requirements),
        limit,
      ),
    ]);
    const results = steps.map(() => ({ rows: [] as Row[], cutOff: false }));
    for (const row of eligible.filter(({ skipped }) => skipped)) {
      const { search } = steps[row.search];
      rankRows(search, [row]).forEach((driver) => meetsRequirements(search, driver, row));
    }
    const rows = [...nearest, ...eligible.filter(({ skipped }) => !skipped)];
    rows.forEach((row) => results[row.search].rows.push(row));
    // With two boxes this compares the sum with the limit of one box: the search may take an unneeded step.
    return results.map((result) => ({ ...result, cutOff: result.rows.length >= limit }));
  }

  private async findNearest(boxes: readonly Box[], limit: number): Promise<Row[]> {
    return boxes.length === 0
      ? []
      : this.statements.run<Row>('assignment/find-nearest-drivers.sql', this.toValues(boxes, limit));
  }

  private async findEligible(boxes: readonly Box[], limit: number): Promise<EligibleRow[]> {
    return boxes.length === 0
      ? []
      : this.statements.run<EligibleRow>('assignment/find-eligible-drivers.sql', [
          ...this.toValues(boxes, limit),
          boxes.map(({ search }) => JSON.stringify(search.requirements)),
        ]);
  }

  private toValues(boxes: readonly Box[], limit: number): unknown[] {
    return [
      boxes.map(({ index }) => index),
      boxes.map(({ south }) => south),
      boxes.map(({ north }) => north),
      boxes.map(({ west }) => west),
      boxes.map(({ east }) => east),
      boxes.map(({ from }) => from.lat),
      boxes.map(({ from }) => from.lon),
      boxes.map(({ search }) => search.channelId),
      this.configuration.heartbeat.ttlSeconds,
      limit,
    ];
  }
}

function rank(search: CandidateSearch, rows: readonly Row[]): Candidate[] {
  return rankRows(
    search,
    rows.filter(({ driverId }) => !search.excluded.has(driverId)),
  );
}

function rankRows({ point }: CandidateSearch, rows: readonly Row[]): Candidate[] {
  return rankCandidates(
    point,
    rows.map(({ driverId, lat, lon, idleSince }) => ({ driverId, idleSince, point: { lat, lon } })),
  );
}
