import { NaturalBatches } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { StatementRunner } from '../database/statement-runner';
import type { MeasuredLocation } from './measured-location';

/** A tracking app that was identified by its secret. */
export interface Tracker {
  secretId: string;
  driverId: string;
  /** The driver's last location. */
  stored: MeasuredLocation | undefined;
  /** The location of this tracker that was dropped last. */
  dropped: MeasuredLocation | undefined;
}

interface Row {
  secretHash: string;
  secretId: string;
  driverId: string;
  lat: number | null;
  lon: number | null;
  locationAt: Date | null;
  droppedLat: number | null;
  droppedLon: number | null;
  droppedAt: Date | null;
}

/**
 * Finds the tracker of a secret. Each request reads PostgreSQL, together with the requests that arrive meanwhile, so that a
 * revocation takes effect at once.
 */
@Injectable()
export class TrackerLookup {
  private readonly batches = new NaturalBatches<string, Tracker | undefined>((hashes) => this.read(hashes));

  constructor(private readonly statements: StatementRunner) {}

  /** Returns undefined if the secret is unknown or revoked, or the driver is deactivated. */
  find(secretHash: string): Promise<Tracker | undefined> {
    return this.batches.add(secretHash);
  }

  private async read(hashes: string[]): Promise<(Tracker | undefined)[]> {
    const rows = await this.statements.run<Row>('trackers/find-trackers.sql', [[...new Set(hashes)]]);
    const bySecret = new Map(rows.map((row) => [row.secretHash, toTracker(row)]));
    return hashes.map((hash) => bySecret.get(hash));
  }
}

function toTracker({ secretId, driverId, ...row }: Row): Tracker {
  return {
    secretId,
    driverId,
    stored: toLocation(row.lat, row.lon, row.locationAt),
    dropped: toLocation(row.droppedLat, row.droppedLon, row.droppedAt),
  };
}

function toLocation(lat: number | null, lon: number | null, recordedAt: Date | null) {
  return lat === null || lon === null || recordedAt === null
    ? undefined
    : { point: { lat, lon }, recordedAt };
}
