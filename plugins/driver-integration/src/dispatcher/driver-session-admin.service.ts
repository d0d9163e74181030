import type { DriverInvitation, DriverSession } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, type RequestContext } from '@vendure/core';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { DriverAdminService, type Driver } from './driver-admin.service';

/**
 * Invites drivers to the driver app and signs them out, for the drivers whom the active channel may edit.
 *
 * All methods throw EntityNotFoundError for a driver who is not visible in the active channel, and ProblemError
 * `OTHER_CHANNELS` for one who serves other channels too.
 */
@Injectable()
@Instrument()
export class DriverSessionAdminService {
  constructor(
    private readonly drivers: DriverAdminService,
    private readonly engine: EngineOperatorService,
  ) {}

  async invite(ctx: RequestContext, driverId: string): Promise<DriverInvitation> {
    await this.drivers.getManageable(ctx, driverId);
    return this.engine.call((operator) => operator.inviteDriver(driverId));
  }

  /** Returns the sessions that have not expired. */
  async findAll(ctx: RequestContext, driverId: string): Promise<DriverSession[]> {
    await this.drivers.getManageable(ctx, driverId);
    return this.engine.call((operator) => operator.driverSessions(driverId));
  }

  async revoke(ctx: RequestContext, driverId: string, sessionId: string): Promise<Driver> {
    const driver = await this.drivers.getManageable(ctx, driverId);
    await this.engine.call((operator) => operator.revokeSession(driverId, sessionId));
    return driver;
  }

  async revokeAll(ctx: RequestContext, driverId: string): Promise<Driver> {
    const driver = await this.drivers.getManageable(ctx, driverId);
    await this.engine.call((operator) => operator.revokeSessions(driverId));
    return driver;
  }
}
