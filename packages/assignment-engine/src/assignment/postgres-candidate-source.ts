import { greatCircleDistance } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { sql } from '../database/sql';
import { compareCandidates, mayHideBetter, type Candidate, type CandidateSearch } from './candidate';

const FIND_NEAREST = sql('find-nearest-drivers.sql');

/** How many drivers are asked for at first. */
const TAKE_AT_FIRST = 16;

/** How many are asked for at the most, when they all stand in one place. */
const TAKE_AT_MOST = 16_384;

interface Row {
  index: number;
  driverId: string;
  lat: number;
  lon: number;
  idleSince: string;
}

/** Candidates from PostgreSQL: slower than the index, and always right. */
@Injectable()
export class PostgresCandidateSource {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  async find(searches: readonly CandidateSearch[]): Promise<Candidate[][]> {
    const found: Candidate[][] = searches.map(() => []);
    let open = searches.map((_, index) => index);
    for (let take = TAKE_AT_FIRST; open.length > 0 && take <= TAKE_AT_MOST; take *= 4) {
      const rows = await this.query(
        open.map((index) => searches[index]),
        take,
      );
      const again: number[] = [];
      open.forEach((index, at) => {
        const own = rows.filter((row) => row.index === at);
        const ranked = rank(searches[index], own);
        found[index] = ranked;
        if (own.length === take && mayHideBetter(ranked)) {
          again.push(index);
        }
      });
      open = again;
    }
    return found;
  }

  private query(searches: readonly CandidateSearch[], take: number): Promise<Row[]> {
    return this.dataSource.query<Row[]>(FIND_NEAREST, [
      searches.map(({ point }) => point.lat),
      searches.map(({ point }) => point.lon),
      searches.map(({ radiusMetres }) => radiusMetres),
      searches.map(({ channelId }) => channelId),
      this.configuration.heartbeat.ttlSeconds,
      take,
    ]);
  }
}

function rank({ point, radiusMetres, without }: CandidateSearch, rows: readonly Row[]): Candidate[] {
  return rows
    .filter(({ driverId }) => !without.has(driverId))
    .map(({ driverId, lat, lon, idleSince }) => ({
      driverId,
      distanceMetres: greatCircleDistance({ lat, lon }, point),
      idleSince: Number(idleSince),
    }))
    .filter(({ distanceMetres }) => distanceMetres <= radiusMetres)
    .sort(compareCandidates);
}
