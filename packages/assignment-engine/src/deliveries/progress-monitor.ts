import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ReassignmentService } from '../assignment/reassignment.service';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { PeriodicTask } from '../database/periodic-task';
import { sql } from '../database/sql';
import { HeartbeatMonitor } from '../drivers/heartbeat-monitor';
import type { EngineLogger } from '../observability/create-logger';

const RAISE = sql('deliveries/raise-delivery-alerts.sql');
const RESOLVE = sql('deliveries/resolve-driver-alerts.sql');
const FIND_NO_SHOWS = sql('deliveries/find-no-shows.sql');

/** Maximum time between two checks, in ms. */
const CHECK_EVERY_MS = 10_000;

interface AlertRow {
  alertId: string;
  alert: string;
  deliveryId: string;
  submissionKey: string;
}

/**
 * Raises an alert for each delivery that has a driver and makes no progress, and reassigns no-shows if enabled. Safe to run in
 * several processes.
 */
@Injectable()
export class ProgressMonitor extends PeriodicTask {
  constructor(
    private readonly dataSource: DataSource,
    private readonly heartbeats: HeartbeatMonitor,
    private readonly reassignment: ReassignmentService,
    @Inject(LOGGER) logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {
    const shortestMs = Math.min(...Object.values(configuration.progress)) * 1_000;
    super(logger, Math.min(CHECK_EVERY_MS, shortestMs / 4), 'Delivery progress check failed');
  }

  protected async run(): Promise<void> {
    const { notPickedUpAfterSeconds, notEndedAfterSeconds, driverSilentAfterSeconds, noShowAfterSeconds } =
      this.configuration.progress;
    // After a time without reception of heartbeats, such as a restart, every driver would count as silent.
    const { reliable } = this.heartbeats;
    const raised = await this.dataSource.query<AlertRow[]>(RAISE, [
      notPickedUpAfterSeconds,
      notEndedAfterSeconds,
      reliable ? driverSilentAfterSeconds : null,
      reliable ? noShowAfterSeconds : null,
    ]);
    raised.forEach((alert) => this.logger.warn('Alert', { ...alert }));
    const resolved = await this.dataSource.query<AlertRow[]>(RESOLVE, [driverSilentAfterSeconds]);
    resolved.forEach((alert) => this.logger.info('Alert resolved', { ...alert }));
    // An alert may be open although its driver has moved: the location was not received.
    if (reliable && this.configuration.assignment.reassignNoShows) {
      await this.reassignNoShows();
    }
  }

  /** Also tries deliveries again for which no driver was found before. */
  private async reassignNoShows(): Promise<void> {
    const noShows = await this.dataSource.query<{ deliveryId: string; driverId: string }[]>(FIND_NO_SHOWS);
    for (const { deliveryId, driverId } of noShows) {
      await this.reassignment.reassignToNearest(deliveryId, driverId);
    }
  }
}
