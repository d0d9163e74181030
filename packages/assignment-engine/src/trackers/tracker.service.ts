import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { isAhead, LocationService } from '../drivers/location.service';
import type { EngineLogger } from '../observability/create-logger';
import { dropJumps } from './drop-jumps';
import type { MeasuredLocation } from './measured-location';
import type { Tracker } from './tracker-lookup';
import type { TrackerReport } from './tracker-report';

/** Passes the reports of tracking apps to the {@link LocationService}. */
@Injectable()
export class TrackerService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly locations: LocationService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /**
   * Receives a report. It is a heartbeat, even if its locations are duplicates, jumps or measured in the future: only the
   * driver's device can send it.
   */
  async receive(tracker: Tracker, report: TrackerReport): Promise<void> {
    const { driverId } = tracker;
    const past = report.locations.filter(({ recordedAt }) => !isAhead(recordedAt));
    const { newest, dropped } = dropJumps(past, tracker.stored, tracker.dropped);
    if (dropped) {
      await this.noteDropped(tracker, dropped);
    }
    const ahead = report.locations.length - past.length;
    if (dropped || ahead > 0 || report.invalid > 0) {
      const { invalid } = report;
      this.logger.debug('Tracker locations dropped', { driverId, jump: Boolean(dropped), ahead, invalid });
    }
    if (report.locations.length > 0 || report.heartbeat) {
      await this.locations.reportOwn(driverId, newest ? [toLocation(newest)] : []);
    }
  }

  /** Stores the location that was dropped last, so that a later report can confirm it. */
  private async noteDropped({ secretId }: Tracker, { point, recordedAt }: MeasuredLocation): Promise<void> {
    await this.dataSource.query(
      `UPDATE driver_dispatch.tracker_secrets SET dropped_lat = $2, dropped_lon = $3, dropped_at = $4 WHERE id = $1`,
      [secretId, point.lat, point.lon, recordedAt],
    );
  }
}

function toLocation({ point, recordedAt }: MeasuredLocation) {
  return { point, recordedAt: recordedAt.toISOString() };
}
