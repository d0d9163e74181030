import { setTimeout as sleep } from 'node:timers/promises';
import {
  DispatchError,
  NaturalBatches,
  notFound,
  TIMESTAMP_TOLERANCE_SECONDS,
  type createDriverSchema,
  type DriverEdit,
  type DriverStatus,
  type DriverStatusUpdate,
  type DriverStatusReason,
  type Point,
  type RegisterDriver,
  type SetDriverStatus,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { OffersService } from '../assignment/offers.service';
import { WaitingDeliveriesService } from '../assignment/waiting-deliveries.service';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { DriverEntity } from '../database/driver.entity';
import { retryIndividually } from '../database/retry-individually';
import { sql } from '../database/sql';
import { StatementRunner } from '../database/statement-runner';
import type { EngineLogger } from '../observability/create-logger';
import { AvailabilityService } from '../redis/availability.service';
import {
  toAvailability,
  type DriverAvailability,
  type DriverAvailabilityRow,
} from '../redis/driver-availability';

const REGISTER = sql('drivers/register-driver.sql');
const CREATE = sql('drivers/create-driver.sql');
const EDIT = sql('drivers/edit-driver.sql');

type CreatedDriver = z.output<typeof createDriverSchema>;

/** Retries, and milliseconds between them, while the driver's row is locked. */
const LOCKED_TRIES = 60;
const LOCKED_PAUSE_MS = 15;

/** A requested change of status; see `set-driver-status.sql`. */
interface StatusChange {
  driverId: string;
  status: SetDriverStatus['status'];
  point?: Point;
  reason: DriverStatusReason;
  /** Undefined for an operator. */
  signedAt?: Date;
  /** Whether `signedAt` is by the engine's clock. */
  bySession?: boolean;
  /** Whether an operator's hold begins or ends; undefined keeps it. */
  hold?: boolean;
  /** Number of tries with a locked row. */
  tries?: number;
}

type StatusRow = (DriverAvailabilityRow | { id: string; status: null }) & { locked: boolean };

/** Registers, edits and deactivates drivers, and sets their status. */
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
    private readonly offers: OffersService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * Registers a driver, or changes the given fields of a registered one. The status does not change. Only an operator can
   * change the channels of a registered driver.
   *
   * @throws DispatchError `driver_inactive` for an erased driver
   */
  async register(message: RegisterDriver, by: 'driver app' | 'operator'): Promise<void> {
    const { driverId, name, phone, vehicle, channels } = message;
    const maySetChannels = by === 'operator' || this.configuration.drivers.newDriverChannels === 'all';
    const registered = await this.query(REGISTER, [
      driverId,
      name,
      phone ?? null,
      vehicle ? JSON.stringify(vehicle) : null,
      maySetChannels ? (channels ?? []) : null,
      by === 'operator' ? (channels ?? null) : null,
    ]);
    if (registered.length === 0) {
      throw erased(driverId);
    }
    await this.changed(registered);
  }

  /**
   * Creates a driver.
   *
   * @throws DispatchError `already_exists`
   */
  async create(driver: CreatedDriver): Promise<void> {
    const { driverId, name, phone, vehicle, channels, tags, loadCapacityGrams, workingHours } = driver;
    const created = await this.query(CREATE, [
      driverId,
      name,
      phone ?? null,
      vehicle ? JSON.stringify(vehicle) : null,
      channels,
      tags,
      loadCapacityGrams,
      JSON.stringify(workingHours),
    ]);
    if (created.length === 0) {
      throw new DispatchError('already_exists', `Driver ${driverId} already exists`, {
        details: { driverId },
      });
    }
    await this.changed(created);
  }

  /**
   * Sets the status requested by the driver app. A request that was signed before the last applied one has no effect, and
   * neither has AVAILABLE while an operator holds the driver OFFLINE.
   *
   * @param signedAt when the app signed its request, or when the driver acted in a session
   * @param bySession whether a driver session sent the request. Its OFFLINE has no effect after a later status.
   * @throws DispatchError `not_found`, `driver_inactive`, or `illegal_transition` while the driver is BUSY
   */
  async setStatus(message: SetDriverStatus, signedAt: Date, bySession = false): Promise<void> {
    const { driverId, status, point, newShift } = message;
    const hold = status === 'AVAILABLE' && newShift ? false : undefined;
    await this.storeStatus({ driverId, status, point, reason: 'driver app', signedAt, bySession, hold });
  }

  /**
   * Sets the status requested by an operator, independent of requests of the driver app.
   *
   * @throws DispatchError `not_found`, `driver_inactive`, or `illegal_transition` for a BUSY driver if no hold begins or
   * ends
   */
  async setStatusByOperator(driverId: string, { status, hold = true }: DriverStatusUpdate): Promise<void> {
    await this.storeStatus({ driverId, status, reason: 'operator', hold: status === 'OFFLINE' && hold });
  }

  /**
   * Changes the given fields. A deactivated driver goes OFFLINE at once, or at the end of the delivery if BUSY.
   *
   * @throws DispatchError `not_found`, `driver_inactive` for an erased driver
   */
  async edit(driverId: string, edit: DriverEdit): Promise<DriverEntity> {
    const changed = await this.query(EDIT, [
      driverId,
      edit.name ?? null,
      edit.phone ?? null,
      edit.vehicle ? JSON.stringify(edit.vehicle) : null,
      edit.channels ?? null,
      edit.active ?? null,
      edit.tags ?? null,
      // 0 removes the limit, null does not change it.
      edit.loadCapacityGrams === null ? 0 : (edit.loadCapacityGrams ?? null),
      edit.workingHours ? JSON.stringify(edit.workingHours) : null,
    ]);
    if (changed.length === 0) {
      await this.get(driverId);
      throw erased(driverId);
    }
    await this.changed(changed);
    return this.get(driverId);
  }

  async get(driverId: string): Promise<DriverEntity> {
    const driver = await this.dataSource.manager.findOneBy(DriverEntity, { id: driverId });
    if (!driver) {
      throw notFound('driver', driverId);
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

  /** The last changes of a driver's status, newest first. @param take maximum number, null for all */
  async history(driverId: string, take: number | null): Promise<unknown[]> {
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

  /** @param isRepeated whether the driver's offer ended, with the driver AVAILABLE, while OFFLINE was being stored */
  private async storeStatus(change: StatusChange, isRepeated = false): Promise<void> {
    const { driverId, status } = change;
    const changed = await this.statusChanges.add(change);
    if (status === 'OFFLINE' && (await this.withdrawOffer(change, changed))) {
      return;
    }
    if (!changed) {
      const driver = await this.get(driverId);
      if (status === 'OFFLINE' && driver.status === 'AVAILABLE' && !isRepeated) {
        return this.storeStatus(change, true);
      }
      return throwRefusal(driver, status);
    }
    await this.match([changed]);
    this.logger.info('Driver status set', { driverId, status: changed.status });
  }

  /**
   * Withdraws the open offer of a BUSY driver who goes OFFLINE.
   *
   * @param changed the stored driver; undefined if nothing was stored
   * @returns whether there was an offer. The driver is OFFLINE now.
   */
  private async withdrawOffer(
    { driverId, signedAt, bySession }: StatusChange,
    changed: DriverAvailability | undefined,
  ): Promise<boolean> {
    const { status } = changed ?? (await this.get(driverId));
    const isWithdrawn =
      status === 'BUSY' && (await this.offers.withdrawFromDriver(driverId, { signedAt, bySession }));
    if (isWithdrawn) {
      this.logger.info('Driver status set', { driverId, status: 'OFFLINE' });
    }
    return isWithdrawn;
  }

  /** @returns for each change the stored driver, once Redis has replied; undefined if nothing was stored */
  private async storeStatuses(changes: StatusChange[]): Promise<Promise<DriverAvailability | undefined>[]> {
    const first = new Map<string, StatusChange>();
    for (const change of changes) {
      if (!first.has(change.driverId)) {
        first.set(change.driverId, change);
      }
    }
    const distinct = [...first.values()];
    const rows = await this.statements.run<StatusRow>('drivers/set-driver-status.sql', [
      distinct.map(({ driverId }) => driverId),
      distinct.map(({ status }) => status),
      distinct.map(({ point }) => point?.lat ?? null),
      distinct.map(({ point }) => point?.lon ?? null),
      distinct.map(({ reason }) => reason),
      distinct.map(({ signedAt }) => signedAt ?? null),
      distinct.map(({ hold }) => hold ?? null),
      TIMESTAMP_TOLERANCE_SECONDS,
      distinct.map(({ bySession = false }) => bySession),
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
    const available = drivers.filter(({ status }) => status === 'AVAILABLE');
    await this.waiting.matchAvailable(available.map(({ id }) => id));
  }
}

/** Throws the reason why a status was not stored. Returns for a late request and for a held driver. */
function throwRefusal({ id, status, active }: DriverEntity, requested: DriverStatus): void {
  if (!active) {
    throw new DispatchError('driver_inactive', `Driver ${id} is deactivated`);
  }
  if (status === 'BUSY') {
    throw new DispatchError('illegal_transition', `A ${status} driver can't become ${requested}`, {
      details: { state: status },
    });
  }
}

function erased(driverId: string): DispatchError {
  return new DispatchError('driver_inactive', `Driver ${driverId} is erased`);
}
