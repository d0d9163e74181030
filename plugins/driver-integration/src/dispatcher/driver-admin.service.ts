import { randomUUID } from 'node:crypto';
import type {
  DriverCondition,
  DriverEdit,
  DriverFilter,
  DriverRecord,
  DriverStatus,
  DriverStatusChange,
  DriverStatusUpdate,
  Fleet,
  Vehicle,
  WorkingPeriod,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { EntityNotFoundError, Instrument, type Channel, type ID, type RequestContext } from '@vendure/core';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { problemError } from '../problems/problem-error';
import { toDriverQuery, type DriverListOptions } from './driver-query';
import { HiddenLocationsService } from './hidden-locations.service';

/** A driver in the Admin API. */
export interface Driver extends DriverRecord {
  /** Whether the active channel may edit the driver. */
  manageable: boolean;
}

export interface DriverDetails {
  name?: string | null;
  phone?: string | null;
  vehicle?: Vehicle | null;
  tags?: string[] | null;
  /** null removes the limit. */
  loadCapacityGrams?: number | null;
  workingHours?: WorkingPeriod[] | null;
  channelIds?: ID[] | null;
}

/** Fields that sellers may not filter by, as they are hidden for some drivers. */
const LOCATION_FIELDS = ['locationAt'] as const;

/** Maximum clock difference between shop and engine, in ms. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Maximum number of drivers on the map. */
const FLEET_SIZE = 2000;

/**
 * Reads and edits the drivers of a channel. A seller reads the drivers who list the own channel and edits those who list no
 * other channel. Drivers of several or all channels belong to the platform.
 */
@Injectable()
@Instrument()
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
    const query = { ...toDriverQuery(options, hidden), channelId };
    if (channelId !== undefined) {
      query.filter = { all: [...(query.filter ? [query.filter] : []), assignedTo(ctx.channel)] };
    }
    const { drivers, total } = await this.engine.call((operator) => operator.findDrivers(query));
    return { items: await this.toApi(ctx, drivers), totalItems: total };
  }

  async findOne(ctx: RequestContext, id: string): Promise<Driver | undefined> {
    const channelId = await this.scope.engineChannelOf(ctx);
    const driver = await this.engine.find((operator) => operator.driver(id));
    return driver && (channelId === undefined || serves(driver, ctx.channel))
      ? this.oneToApi(ctx, driver)
      : undefined;
  }

  /** @throws EntityNotFoundError for a driver who is not visible in the active channel */
  async get(ctx: RequestContext, id: string): Promise<Driver> {
    const driver = await this.findOne(ctx, id);
    if (!driver) {
      throw new EntityNotFoundError('Driver', id);
    }
    return driver;
  }

  /**
   * Returns a driver whom the active channel may edit.
   *
   * @throws EntityNotFoundError for a driver who is not visible in the active channel
   * @throws ProblemError for a driver who also serves other channels
   */
  async getManageable(ctx: RequestContext, id: string): Promise<Driver> {
    const driver = await this.get(ctx, id);
    if (!driver.manageable) {
      throw problemError('OTHER_CHANNELS');
    }
    return driver;
  }

  async create(
    ctx: RequestContext,
    details: DriverDetails & { driverId?: string | null; name: string },
  ): Promise<Driver> {
    const { driverId, name, phone, vehicle, tags, loadCapacityGrams, workingHours, channelIds } = details;
    const channels = (await this.channelsFor(ctx, channelIds)) ?? [];
    const input = {
      driverId: driverId ?? randomUUID(),
      name,
      phone: phone ?? undefined,
      vehicle: vehicle ?? undefined,
      tags: tags ?? undefined,
      loadCapacityGrams,
      workingHours: workingHours ?? undefined,
      channels,
    };
    const driver = await this.engine.call((operator) => operator.createDriver(input));
    return this.oneToApi(ctx, driver);
  }

  /** Changes the given fields. */
  async update(ctx: RequestContext, id: string, details: DriverDetails): Promise<Driver> {
    const { name, phone, vehicle, tags, loadCapacityGrams, workingHours, channelIds } = details;
    // A driver of a seller keeps the channel of the seller.
    const channels = channelIds ? await this.channelsFor(ctx, channelIds) : undefined;
    return this.edit(ctx, id, {
      name: name ?? undefined,
      phone: phone ?? undefined,
      vehicle: vehicle ?? undefined,
      tags: tags ?? undefined,
      loadCapacityGrams,
      workingHours: workingHours ?? undefined,
      channels,
    });
  }

  setActive(ctx: RequestContext, id: string, active: boolean): Promise<Driver> {
    return this.edit(ctx, id, { active });
  }

  async setStatus(ctx: RequestContext, id: string, update: DriverStatusUpdate): Promise<Driver> {
    await this.getManageable(ctx, id);
    const driver = await this.engine.call((operator) => operator.setDriverStatus(id, update));
    return this.oneToApi(ctx, driver);
  }

  async statusHistory(ctx: RequestContext, id: string): Promise<DriverStatusChange[]> {
    await this.get(ctx, id);
    return this.engine.call((operator) => operator.statusHistory(id));
  }

  /** Counts the active drivers who serve every channel. Sellers see no more of them than this. */
  async countPlatformDrivers(): Promise<{ available: number; busy: number }> {
    const count = async (status: DriverStatus) => {
      const filter = { all: [is('servesEveryChannel', true), is('active', true), is('status', status)] };
      return (await this.engine.call((operator) => operator.findDrivers({ filter, take: 0 }))).total;
    };
    const [available, busy] = await Promise.all([count('AVAILABLE'), count('BUSY')]);
    return { available, busy };
  }

  /** Returns the AVAILABLE and BUSY drivers. */
  async fleet(ctx: RequestContext): Promise<Omit<Fleet, 'drivers'> & { drivers: Driver[] }> {
    const channelId = await this.scope.engineChannelOf(ctx);
    const fleet = await this.engine.call((operator) => operator.fleet({ channelId, take: FLEET_SIZE }));
    const drivers = fleet.drivers.filter((driver) => channelId === undefined || serves(driver, ctx.channel));
    return { ...fleet, drivers: await this.toApi(ctx, drivers) };
  }

  private async oneToApi(ctx: RequestContext, driver: DriverRecord): Promise<Driver> {
    const [shown] = await this.toApi(ctx, [driver]);
    return shown!;
  }

  /**
   * Converts drivers for the active channel. A seller does not see the other channels of a driver, nor a location from a
   * delivery of another seller.
   */
  private async toApi(ctx: RequestContext, drivers: readonly DriverRecord[]): Promise<Driver[]> {
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
    await this.getManageable(ctx, id);
    const driver = await this.engine.call((operator) => operator.editDriver(id, edit));
    return this.oneToApi(ctx, driver);
  }

  /**
   * Returns the channels of a driver. In a seller's channel it is that channel.
   *
   * @throws ProblemError if a seller names another channel
   */
  private async channelsFor(ctx: RequestContext, channelIds?: ID[] | null): Promise<string[] | undefined> {
    const own = await this.scope.engineChannelOf(ctx);
    const channels = channelIds?.map(String);
    if (own === undefined) {
      return channels;
    }
    if (channels && (channels.length !== 1 || channels[0] !== own)) {
      throw problemError('OWN_CHANNEL_ONLY');
    }
    return [own];
  }
}

function is(field: DriverCondition['field'], value: string | boolean): DriverCondition {
  return { field, operator: 'eq', value };
}

/** Whether a driver lists a channel. */
export function serves({ channels, channelsSince }: DriverRecord, channel: Channel): boolean {
  return (
    channels?.includes(String(channel.id)) === true &&
    Date.parse(channelsSince) >= earliestAssignmentTo(channel).getTime()
  );
}

/**
 * Returns the earliest time at which a driver can have been assigned to a channel. After a restore, a channel may reuse the
 * id of a lost channel; an earlier assignment belongs to the lost channel.
 */
function earliestAssignmentTo({ createdAt }: Channel): Date {
  return new Date(createdAt.getTime() - CLOCK_TOLERANCE_MS);
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
