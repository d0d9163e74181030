import { greatCircleDistance } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import { compareCandidates, type Candidate, type CandidateSearch } from './candidate';
import { RadiusLadder } from './radius-ladder';
import { searchBoxes } from './search-boxes';

/** How many drivers of a box are asked for at first. */
const TAKE_AT_FIRST = 24;

/** How many are asked for at the most, when they all stand in one place. */
const TAKE_AT_MOST = 24_576;

/** How many drivers the first radius should hold: so few that the number asked for seldom cuts any off. */
const WANTED_HITS = 10;

/** Ranks go by whole metres: who is less than this further than another may rank before. */
const RANK_METRES = 1;

interface Row {
  place: number;
  driverId: string;
  lat: number;
  lon: number;
  idleSince: number;
}

/** How far a search has come. */
interface Look {
  index: number;
  search: CandidateSearch;
  radius: number;
  take: number;
}

/** Candidates from PostgreSQL: slower than the index, and always right. */
@Injectable()
export class PostgresCandidateSource {
  private readonly ladder = new RadiusLadder(WANTED_HITS);

  constructor(
    private readonly statements: StatementRunner,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** @returns for each search the eligible drivers up to some distance, all of them, nearest first */
  async find(searches: readonly CandidateSearch[]): Promise<Candidate[][]> {
    const found: Candidate[][] = searches.map(() => []);
    let open = searches.map((search, index): Look => {
      const radius = Math.min(this.ladder.first(search.point), search.radiusMetres);
      return { index, search, radius, take: TAKE_AT_FIRST };
    });
    while (open.length > 0) {
      const rows = await this.query(open);
      const again: Look[] = [];
      open.forEach((look, at) => {
        const ranked = rank(look.search, rows[at].rows);
        const next = this.goOn(look, ranked, rows[at].cutOff);
        if (next) {
          again.push(next);
        } else {
          found[look.index] = ranked.filter(({ distanceMetres }) => distanceMetres <= look.radius);
        }
      });
      open = again;
    }
    return found;
  }

  /** @returns where to look next, undefined when the candidates that were found are the nearest there are */
  private goOn(look: Look, ranked: readonly Candidate[], cutOff: boolean): Look | undefined {
    const { search, radius, take } = look;
    const [first] = ranked;
    if (take === TAKE_AT_FIRST && radius < search.radiusMetres) {
      this.ladder.learn(
        search.point,
        cutOff ? (ranked.at(-1)?.distanceMetres ?? radius) : radius,
        ranked.length,
      );
    }
    if (cutOff) {
      // Whoever is nearer than the nearest of these, who need not be the nearest, is no further than that one.
      const nearer = first ? Math.min(radius, first.distanceMetres + RANK_METRES) : radius;
      return take < TAKE_AT_MOST ? { ...look, radius: nearer, take: take * 4 } : undefined;
    }
    const furthest = radius >= search.radiusMetres;
    return furthest || (first && first.distanceMetres + RANK_METRES <= radius)
      ? undefined
      : { ...look, radius: search.radiusMetres };
  }

  private async query(looks: readonly Look[]): Promise<{ rows: Row[]; cutOff: boolean }[]> {
    const take = Math.max(...looks.map((look) => look.take));
    const boxes = looks.flatMap(({ search, radius }, place) =>
      searchBoxes(search.point, radius).map((box) => ({ ...box, place, channelId: search.channelId })),
    );
    const rows = await this.statements.run<Row>('find-nearest-drivers.sql', [
      boxes.map(({ place }) => place),
      boxes.map(({ south }) => south),
      boxes.map(({ north }) => north),
      boxes.map(({ west }) => west),
      boxes.map(({ east }) => east),
      boxes.map(({ from }) => from.lat),
      boxes.map(({ from }) => from.lon),
      boxes.map(({ channelId }) => channelId),
      this.configuration.heartbeat.ttlSeconds,
      take,
    ]);
    const answers = looks.map(() => ({ rows: [] as Row[], cutOff: false }));
    rows.forEach((row) => answers[row.place].rows.push(row));
    // A place with two boxes is cut off at the number of one of them: it may look once more than it needs to.
    return answers.map((answer) => ({ ...answer, cutOff: answer.rows.length >= take }));
  }
}

function rank({ point, without }: CandidateSearch, rows: readonly Row[]): Candidate[] {
  return rows
    .filter(({ driverId }) => !without.has(driverId))
    .map(({ driverId, lat, lon, idleSince }) => ({
      driverId,
      distanceMetres: greatCircleDistance({ lat, lon }, point),
      idleSince,
    }))
    .sort(compareCandidates);
}
