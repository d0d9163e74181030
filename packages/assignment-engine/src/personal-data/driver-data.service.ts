import { DispatchError, type DriverExport } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import { DriverReaderService, type DriverRow } from '../drivers/driver-reader.service';
import { DriversService } from '../drivers/drivers.service';
import type { EngineLogger } from '../observability/create-logger';
import { AvailabilityService } from '../redis/availability.service';
import { toAvailability, type DriverAvailabilityRow } from '../redis/driver-availability';
import { TrackerSecretsService } from '../trackers/tracker-secrets.service';

const ERASE = sql('personal-data/erase-driver.sql');
const EXPORT_DELIVERIES = sql('personal-data/export-driver-deliveries.sql');
const EXPORT_SESSIONS = sql('personal-data/export-driver-sessions.sql');

/** Exports and erases the personal data of one driver. */
@Injectable()
export class DriverDataService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly availability: AvailabilityService,
    private readonly drivers: DriversService,
    private readonly reader: DriverReaderService,
    private readonly trackers: TrackerSecretsService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** As the contract's `EngineOperator.exportDriver`, with times as dates. */
  async export(driverId: string): Promise<Record<keyof DriverExport, unknown>> {
    const driver = await this.reader.get(driverId);
    const [statusHistory, sessions, trackerSecrets, deliveries] = await Promise.all([
      this.drivers.history(driverId, null),
      this.dataSource.query<unknown[]>(EXPORT_SESSIONS, [driverId]),
      this.trackers.list(driverId),
      this.dataSource.query<unknown[]>(EXPORT_DELIVERIES, [driverId]),
    ]);
    return { exportedAt: new Date(), driver, statusHistory, sessions, trackerSecrets, deliveries };
  }

  /** As the contract's `EngineOperator.eraseDriver`. */
  async erase(driverId: string): Promise<DriverRow> {
    const erased = await this.dataSource.query<DriverAvailabilityRow[]>(ERASE, [driverId]);
    if (erased.length === 0) {
      const { status } = await this.reader.get(driverId);
      throw new DispatchError('illegal_transition', `Driver ${driverId} has an open delivery`, {
        details: { state: status },
      });
    }
    await this.availability.publish(erased.map(toAvailability));
    this.logger.info('Driver erased', { driverId });
    return this.reader.get(driverId);
  }
}
