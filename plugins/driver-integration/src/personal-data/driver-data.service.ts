import type { DriverExport } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, type RequestContext } from '@vendure/core';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import { DriverAdminService, type Driver } from '../dispatcher/driver-admin.service';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { problemError } from '../problems/problem-error';
import { DriverNameEraserService } from './driver-name-eraser.service';

/**
 * Exports and erases the personal data of drivers whom the active channel may edit.
 *
 * All methods throw EntityNotFoundError for a driver who is not visible in the active channel, and ProblemError
 * `OTHER_CHANNELS` for one who serves other channels too.
 */
@Injectable()
@Instrument()
export class DriverDataService {
  constructor(
    private readonly scope: ChannelScopeService,
    private readonly drivers: DriverAdminService,
    private readonly engine: EngineOperatorService,
    private readonly names: DriverNameEraserService,
  ) {}

  /**
   * Returns the export of the engine. A seller gets the deliveries of the own channel only, and no location that is hidden:
   * the driver may have served other channels before. The id is named `driverId`, as Vendure would encode a field `id`.
   */
  async export(ctx: RequestContext, driverId: string): Promise<object> {
    const { id, manageable: _omitted, ...driver } = await this.drivers.getManageable(ctx, driverId);
    const channelId = await this.scope.engineChannelOf(ctx);
    const { deliveries, ...exported } = await this.exportFromEngine(driverId);
    return {
      ...exported,
      driver: { driverId: id, ...driver },
      deliveries: deliveries.filter((one) => channelId === undefined || one.channelId === channelId),
    };
  }

  /**
   * Erases a driver in the shop, then in the engine. Repeat it if it fails: the driver is listed until the end.
   *
   * @throws ProblemError `ILLEGAL_TRANSITION` for a driver with an open delivery
   */
  async erase(ctx: RequestContext, driverId: string): Promise<Driver> {
    const driver = await this.drivers.getManageable(ctx, driverId);
    if (driver.status === 'BUSY') {
      throw problemError('ILLEGAL_TRANSITION', { state: driver.status });
    }
    const { deliveries } = await this.exportFromEngine(driverId);
    await this.names.erase(
      driverId,
      deliveries.map(({ deliveryId }) => deliveryId),
    );
    const erased = await this.engine.call((operator) => operator.eraseDriver(driverId));
    return { ...driver, ...erased };
  }

  private exportFromEngine(driverId: string): Promise<DriverExport> {
    return this.engine.call((operator) => operator.exportDriver(driverId));
  }
}
