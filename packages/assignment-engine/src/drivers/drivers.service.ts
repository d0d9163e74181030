import { setTimeout as sleep } from 'node:timers/promises';
import {
  DispatchError,
  TIMESTAMP_TOLERANCE_SECONDS,
  type createDriverSchema,
  type DriverEdit,
  type DriverStatus,
  type DriverStatusOrder,
  type DriverStatusReason,
  type Point,
  type RegisterDriver,
  type SetDriverStatus,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { WaitingDeliveriesService } from '../assignment/waiting-deliveries.service';
import { retryIndividually } from '../batching/retry-individually';
import { NaturalBatches } from '../batching/natural-batches';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../logging/create-logger';
import { AvailabilityService } from '../redis/availability.service';
import {
  toAvailability,
  type DriverAvailability,
  type DriverAvailabilityRow,
} from '../redis/driver-availability';
import { DriverEntity } from './driver.entity';

const REGISTER = sql('register-driver.sql');
const CREATE = sql('create-driver.sql');
const EDIT = sql('edit-driver.sql');

type CreatedDriver = z.output<typeof createDriverSchema>;

/** How often, and after how many ms, a change is tried again whose driver's row is locked. */
const LOCKED_TRIES = 60;
const LOCKED_PAUSE_MS = 15;

/** A status that is asked for; see `set-driver-status.sql`. */
interface StatusChange {
  driverId: string;
  status: SetDriverStatus['status'];
  point?: Point;
  reason: DriverStatusReason;
  /** Undefined for an operator. */
  signedAt?: Date;
  /** Whether an operator's hold begins or ends; undefined keeps it. */
  hold?: boolean;
  /** How often it has found the driver's row locked. */
  tries?: number;
}

type StatusRow = (DriverAvailabilityRow | { id: string; status: null }) & { locked: boolean };

/** The life of drivers: known, edited, on and off the road. */
@Injectable()
export class DriversService {
  private readonly statusChanges = new NaturalBatches<StatusChange, DriverAvailability | undefined>(
    retryIndividually((changes) => this.storeStatuses(changes)),
  );

  constructor(
    private readonly dataSource: DataSource,
    private readonly statements: StatementRunner,
    private readonly availability: AvailabilityService,
    private readonly waiting: WaitingDeliveriesService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Registers a driver, or changes the given fields of one that is registered; the status stays as it is. Only an
   * operator changes the channels of a registered driver.
   */
  async register(message: RegisterDriver, by: 'driver app' | 'operator'): Promise<void> {
    const { driverId, name, phone, vehicle, channels } = message;
    const mayName = by === 'operator' || this.configuration.drivers.newDriverChannels === 'all';
    await this.changed(
      await this.query(REGISTER, [
        driverId, name, phone ?? null, vehicle ? JSON.stringify(vehicle) : null,
        mayName ? (channels ?? []) : null,
        by === 'operator' ? (channels ?? null) : null,
      ]),
    );
  }

  /**
   * Makes a driver known whom nobody knows yet.
   *
   * @throws DispatchError `already_exists`
   */
  async create({ driverId, name, phone, vehicle, channels }: CreatedDriver): Promise<void> {
    const created = await this.query(CREATE, [
      driverId, name, phone ?? null, vehicle ? JSON.stringify(vehicle) : null,
      channels,
    ]);
    if (created.length === 0) {
      throw new DispatchError('already_exists', `There is a driver ${driverId}`);
    }
    await this.changed(created);
  }

  /**
   * Sets the status that the driver app asks for. A request that was signed before one that is applied changes nothing, and
   * neither does AVAILABLE while an operator holds the driver OFFLINE.
   *
   * @param signedAt when the app signed its request
   * @throws DispatchError `not_found`, `driver_inactive`, or `illegal_transition` while the driver is BUSY
   */
  async setStatus(message: SetDriverStatus, signedAt: Date): Promise<void> {
    const { driverId, status, point, newShift } = message;
    const hold = status === 'AVAILABLE' && newShift ? false : undefined;
    await this.storeStatus({ driverId, status, point, reason: 'driver app', signedAt, hold });
  }

  /**
   * Sets the status that an operator orders, whatever the driver app asked for before.
   *
   * @throws DispatchError `not_found`, `driver_inactive`, or `illegal_transition` for a BUSY driver without a hold to begin
   * or end
   */
  async orderStatus(driverId: string, { status, hold = true }: DriverStatusOrder): Promise<void> {
    await this.storeStatus({ driverId, status, reason: 'operator', hold: status === 'OFFLINE' && hold });
  }

  /** Changes the fields given. Deactivating takes an AVAILABLE driver off the road; a BUSY one ends first. */
  async edit(driverId: string, edit: DriverEdit): Promise<DriverEntity> {
    const changed = await this.query(EDIT, [
      driverId,
      edit.name ?? null,
      edit.phone ?? null,
      edit.vehicle ? JSON.stringify(edit.vehicle) : null,
      edit.channels ?? null,
      edit.active ?? null,
    ]);
    if (changed.length === 0) {
      throw notFound(driverId);
    }
    await this.changed(changed);
    return this.get(driverId);
  }

  async get(driverId: string): Promise<DriverEntity> {
    const driver = await this.dataSource.manager.findOneBy(DriverEntity, { id: driverId });
    if (!driver) {
      throw notFound(driverId);
    }
    return driver;
  }

  /** A page of drivers by id. */
  async list(options: { status?: DriverStatus; after?: string; take: number }): Promise<DriverEntity[]> {
    const query = this.dataSource.manager
      .createQueryBuilder(DriverEntity, 'driver')
      .where('driver.id > :after', { after: options.after ?? '' })
      .orderBy('driver.id')
      .take(options.take);
    if (options.status) {
      query.andWhere('driver.status = :status', { status: options.status });
    }
    return query.getMany();
  }

  /** The last changes of a driver's status, newest first. */
  async history(driverId: string, take: number): Promise<unknown[]> {
    await this.get(driverId);
    return this.dataSource.query(
      `SELECT status, status_version::int AS "statusVersion", reason, at
       FROM driver_dispatch.driver_status_history WHERE driver_id = $1 ORDER BY status_version DESC LIMIT $2`,
      [driverId, take],
    );
  }

  private async query(statement: string, parameters: unknown[]): Promise<DriverAvailability[]> {
    const rows = await this.dataSource.query<DriverAvailabilityRow[]>(statement, parameters);
    return rows.map(toAvailability);
  }

  private async storeStatus(change: StatusChange): Promise<void> {
    const { driverId, status } = change;
    const changed = await this.statusChanges.add(change);
    if (!changed) {
      await this.explainRefusal(driverId, status);
      return;
    }
    await this.match([changed]);
    this.logger.info('Driver status set', { driverId, status: changed.status });
  }

  /** @returns for each change the driver as stored, when Redis has answered; undefined where nothing was stored */
  private async storeStatuses(changes: StatusChange[]): Promise<Promise<DriverAvailability | undefined>[]> {
    const first = new Map<string, StatusChange>();
    for (const change of changes) {
      if (!first.has(change.driverId)) {
        first.set(change.driverId, change);
      }
    }
    const distinct = [...first.values()];
    const rows = await this.statements.run<StatusRow>('set-driver-status.sql', [
      distinct.map(({ driverId }) => driverId),
      distinct.map(({ status }) => status),
      distinct.map(({ point }) => point?.lat ?? null),
      distinct.map(({ point }) => point?.lon ?? null),
      distinct.map(({ reason }) => reason),
      distinct.map(({ signedAt }) => signedAt ?? null),
      distinct.map(({ hold }) => hold ?? null),
      TIMESTAMP_TOLERANCE_SECONDS,
    ]);
    const stored = new Map(
      rows.flatMap((row) => (row.status === null ? [] : [[row.id, toAvailability(row)] as const])),
    );
    const locked = new Set(rows.filter((row) => row.locked).map(({ id }) => id));
    const published = this.availability.publish([...stored.values()]);
    return changes.map((change) => {
      if (first.get(change.driverId) !== change) {
        return this.statusChanges.add(change);
      }
      return locked.has(change.driverId)
        ? this.tryAgain(change)
        : published.then(() => stored.get(change.driverId));
    });
  }

  /** @throws DispatchError `database_unavailable` when the driver's row stays locked */
  private async tryAgain(change: StatusChange): Promise<DriverAvailability | undefined> {
    const tries = (change.tries ?? 0) + 1;
    if (tries > LOCKED_TRIES) {
      throw new DispatchError('database_unavailable', `The row of driver ${change.driverId} is locked`);
    }
    await sleep(LOCKED_PAUSE_MS);
    return this.statusChanges.add({ ...change, tries });
  }

  private async changed(drivers: DriverAvailability[]): Promise<void> {
    await this.availability.publish(drivers);
    await this.match(drivers);
  }

  private async match(drivers: DriverAvailability[]): Promise<void> {
    const free = drivers.filter(({ status }) => status === 'AVAILABLE');
    await this.waiting.matchFreed(free.map(({ id }) => id));
  }

  /** Returns when the request came too late, or while the driver is held. */
  private async explainRefusal(driverId: string, wanted: DriverStatus): Promise<void> {
    const { status, active } = await this.get(driverId);
    if (!active) {
      throw new DispatchError('driver_inactive', `Driver ${driverId} is deactivated`);
    }
    if (status === 'BUSY') {
      throw new DispatchError('illegal_transition', `A ${status} driver can't become ${wanted}`, {
        details: { status },
      });
    }
  }
}

function notFound(driverId: string): DispatchError {
  return new DispatchError('not_found', `No driver ${driverId}`);
}
