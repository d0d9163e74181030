import type { NewTrackerSecret, TrackerSecret } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, type RequestContext } from '@vendure/core';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { DriverAdminService, type Driver } from './driver-admin.service';

/**
 * Sets up the tracking apps of drivers and revokes their secrets, for the drivers whom the active channel may edit.
 *
 * All methods throw EntityNotFoundError for a driver who is not visible in the active channel, and ProblemError
 * `OTHER_CHANNELS` for one who serves other channels too.
 */
@Injectable()
@Instrument()
export class DriverTrackerAdminService {
  constructor(
    private readonly drivers: DriverAdminService,
    private readonly engine: EngineOperatorService,
  ) {}

  /** @param label such as the name of the phone */
  async create(ctx: RequestContext, driverId: string, label?: string): Promise<NewTrackerSecret> {
    await this.drivers.getManageable(ctx, driverId);
    return this.engine.call((operator) => operator.createTrackerSecret(driverId, { label }));
  }

  async findAll(ctx: RequestContext, driverId: string): Promise<TrackerSecret[]> {
    await this.drivers.getManageable(ctx, driverId);
    return this.engine.call((operator) => operator.trackerSecrets(driverId));
  }

  async revoke(ctx: RequestContext, driverId: string, secretId: string): Promise<Driver> {
    const driver = await this.drivers.getManageable(ctx, driverId);
    await this.engine.call((operator) => operator.revokeTrackerSecret(driverId, secretId));
    return driver;
  }
}
