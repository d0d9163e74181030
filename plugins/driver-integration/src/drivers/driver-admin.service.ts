import { randomUUID } from 'node:crypto';
import type {
  DriverEdit,
  DriverFilter,
  DriverRecord,
  DriverStatusChange,
  DriverStatusOrder,
  Fleet,
  Vehicle,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import {
  EntityNotFoundError,
  UserInputError,
  type Channel,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { ChannelScopeService, earliestAssignmentTo } from '../operator/channel-scope.service';
import { EngineOperatorService } from '../operator/engine-operator.service';
import { driverQueryOf, type DriverListOptions } from './driver-query';
import { HiddenLocationsService } from './hidden-locations.service';

/** A driver as the Admin API shows one. */
export interface Driver extends DriverRecord {
  /** Whether the active channel may change the driver. */
  manageable: boolean;
}

export interface DriverDetails {
  name?: string | null;
  phone?: string | null;
  vehicle?: Vehicle | null;
  channelIds?: ID[] | null;
}

/** Fields that a seller may not search by, as they are hidden for some drivers. */
const LOCATION_FIELDS = ['locationAt'] as const;

/** How many drivers a map shows. */
const FLEET_SIZE = 2000;

/**
 * Drivers as people of a channel see and change them. A seller sees the drivers who serve the own channel by name, and
 * changes those who serve no other; drivers of several channels, and those who serve every one, are the platform's.
 */
@Injectable()
export class DriverAdminService {
  constructor(
    private readonly engine: EngineOperatorService,
    private readonly scope: ChannelScopeService,
    private readonly hiddenLocations: HiddenLocationsService,
  ) {}

  async findAll(
    ctx: RequestContext,
    options?: DriverListOptions,
  ): Promise<{ items: Driver[]; totalItems: number }> {
    const channelId = await this.scope.engineChannelOf(ctx);
    const hidden = channelId === undefined ? [] : LOCATION_FIELDS;
    const query = { ...driverQueryOf(options, hidden), channelId };
    if (channelId !== undefined) {
      query.filter = { all: [...(query.filter ? [query.filter] : []), assignedTo(ctx.channel)] };
    }
    const { drivers, total } = await this.engine.ask((operator) => operator.findDrivers(query));
    return { items: await this.show(ctx, drivers), totalItems: total };
  }

  async findOne(ctx: RequestContext, id: string): Promise<Driver | undefined> {
    const channelId = await this.scope.engineChannelOf(ctx);
    const driver = await this.engine.find((operator) => operator.driver(id));
    return driver && (channelId === undefined || serves(driver, ctx.channel))
      ? this.showOne(ctx, driver)
      : undefined;
  }

  /** @throws EntityNotFoundError for a driver that the active channel does not see */
  async get(ctx: RequestContext, id: string): Promise<Driver> {
    const driver = await this.findOne(ctx, id);
    if (!driver) {
      throw new EntityNotFoundError('Driver', id);
    }
    return driver;
  }

  async create(
    ctx: RequestContext,
    { id, name, phone, vehicle, channelIds }: DriverDetails & { id?: string | null; name: string },
  ): Promise<Driver> {
    const channels = (await this.channelsFor(ctx, channelIds)) ?? [];
    const driverId = id ?? randomUUID();
    const input = { driverId, name, phone: phone ?? undefined, vehicle: vehicle ?? undefined, channels };
    const driver = await this.engine.ask((operator) => operator.createDriver(input));
    return this.showOne(ctx, driver);
  }

  /** Changes the fields given. */
  async update(ctx: RequestContext, id: string, details: DriverDetails): Promise<Driver> {
    const { name, phone, vehicle, channelIds } = details;
    // A seller's driver keeps the channels it has: they are the seller's own one.
    const channels = channelIds ? await this.channelsFor(ctx, channelIds) : undefined;
    return this.edit(ctx, id, {
      name: name ?? undefined,
      phone: phone ?? undefined,
      vehicle: vehicle ?? undefined,
      channels,
    });
  }

  setActive(ctx: RequestContext, id: string, active: boolean): Promise<Driver> {
    return this.edit(ctx, id, { active });
  }

  async setStatus(ctx: RequestContext, id: string, order: DriverStatusOrder): Promise<Driver> {
    await this.assertManageable(ctx, id);
    const driver = await this.engine.ask((operator) => operator.setDriverStatus(id, order));
    return this.showOne(ctx, driver);
  }

  async statusHistory(ctx: RequestContext, id: string): Promise<DriverStatusChange[]> {
    await this.get(ctx, id);
    return this.engine.ask((operator) => operator.statusHistory(id));
  }

  /** The drivers on the road. */
  async fleet(ctx: RequestContext): Promise<Omit<Fleet, 'drivers'> & { drivers: Driver[] }> {
    const channelId = await this.scope.engineChannelOf(ctx);
    const fleet = await this.engine.ask((operator) => operator.fleet({ channelId, take: FLEET_SIZE }));
    const drivers = fleet.drivers.filter((driver) => channelId === undefined || serves(driver, ctx.channel));
    return { ...fleet, drivers: await this.show(ctx, drivers) };
  }

  private async showOne(ctx: RequestContext, driver: DriverRecord): Promise<Driver> {
    const [shown] = await this.show(ctx, [driver]);
    return shown!;
  }

  /**
   * The drivers as the active channel sees them. A seller does not see the other channels of a driver, nor a location from a
   * delivery of another seller.
   */
  private async show(ctx: RequestContext, drivers: readonly DriverRecord[]): Promise<Driver[]> {
    const channelId = await this.scope.channelIdOf(ctx);
    if (channelId === undefined) {
      return drivers.map((driver) => ({ ...driver, manageable: true }));
    }
    const hidden = await this.hiddenLocations.hiddenFrom(ctx, channelId, drivers);
    return drivers.map((driver) => ({
      ...driver,
      ...(hidden.has(driver.id) ? { point: null, locationAt: null, deliveryId: null } : {}),
      ...channelsIn(driver, String(channelId)),
    }));
  }

  private async edit(ctx: RequestContext, id: string, edit: DriverEdit): Promise<Driver> {
    await this.assertManageable(ctx, id);
    const driver = await this.engine.ask((operator) => operator.editDriver(id, edit));
    return this.showOne(ctx, driver);
  }

  private async assertManageable(ctx: RequestContext, id: string): Promise<void> {
    const { manageable } = await this.get(ctx, id);
    if (!manageable) {
      throw new UserInputError(
        'This driver serves other channels too, and is changed from the default channel',
      );
    }
  }

  /**
   * The channels that a driver may get: a seller's are the seller's own.
   *
   * @throws UserInputError when a seller names another
   */
  private async channelsFor(ctx: RequestContext, wanted?: ID[] | null): Promise<string[] | undefined> {
    const own = await this.scope.engineChannelOf(ctx);
    const channels = wanted?.map(String);
    if (own === undefined) {
      return channels;
    }
    if (channels && (channels.length !== 1 || channels[0] !== own)) {
      throw new UserInputError('A driver of this channel serves this channel only');
    }
    return [own];
  }
}

/** Whether a driver serves a channel by name. */
export function serves({ channels, channelsSince }: DriverRecord, channel: Channel): boolean {
  return (
    channels?.includes(String(channel.id)) === true &&
    Date.parse(channelsSince) >= earliestAssignmentTo(channel).getTime()
  );
}

function assignedTo(channel: Channel): DriverFilter {
  const value = earliestAssignmentTo(channel).toISOString();
  return { field: 'channelsSince', operator: 'before', value, not: true };
}

function channelsIn(driver: DriverRecord, channelId: string): Pick<Driver, 'channels' | 'manageable'> {
  const channels = driver.channels ?? [];
  const manageable = channels.every((id) => id === channelId) && channels.length > 0;
  return { channels: channels.filter((id) => id === channelId), manageable };
}
