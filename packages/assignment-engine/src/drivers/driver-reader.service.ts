import {
  notFound,
  type driverQuerySchema,
  type fleetQuerySchema,
  type Point,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { DriverEntity } from '../database/driver.entity';
import { toCondition, getOrder, Values } from './driver-conditions';

/** A row of the contract's `DriverRecord`. */
export type DriverRow = Omit<DriverEntity, 'statusVersion' | 'statusSince'> & {
  statusSince: Date;
  point: Point | null;
  deliveryId: string | null;
};

const RECORD = `driver.id, driver.name, driver.phone, driver.vehicle, driver.channels,
  driver.tags, driver.load_capacity_grams AS "loadCapacityGrams",
  driver.working_hours AS "workingHours",
  driver.channels_since AS "channelsSince", driver.active, driver.status,
  driver.status_since AS "statusSince", driver.hold_since AS "holdSince", driver.lat, driver.lon,
  CASE WHEN driver.lat IS NOT NULL THEN jsonb_build_object('lat', driver.lat, 'lon', driver.lon) END AS point,
  driver.location_at AS "locationAt", driver.seen_at AS "seenAt", assignment.delivery_id AS "deliveryId",
  driver.created_at AS "createdAt", driver.updated_at AS "updatedAt", driver.erased_at AS "erasedAt"`;

const FROM = `driver_dispatch.drivers driver
  LEFT JOIN driver_dispatch.assignments assignment
    ON assignment.driver_id = driver.id AND assignment.released_at IS NULL
      AND assignment.assigned_at IS NOT NULL`;

/** Reads drivers for operators. */
@Injectable()
export class DriverReaderService {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws DispatchError `not_found` */
  async get(driverId: string): Promise<DriverRow> {
    const [driver] = await this.dataSource.query<DriverRow[]>(
      `SELECT ${RECORD} FROM ${FROM} WHERE driver.id = $1`,
      [driverId],
    );
    if (!driver) {
      throw notFound('driver', driverId);
    }
    return driver;
  }

  /** A page of the drivers that match a query, with the total number. */
  async find(query: z.output<typeof driverQuerySchema>): Promise<{ drivers: DriverRow[]; total: number }> {
    const values = new Values();
    const where = `driver.erased_at IS NULL AND (${toCondition(query.filter, values)})
      AND ${channelCondition(query.channelId, values)}`;
    const [{ total }] = await this.dataSource.query<[{ total: number }]>(
      `SELECT count(*)::int AS total FROM driver_dispatch.drivers driver WHERE ${where}`,
      [...values.all],
    );
    const drivers = await this.dataSource.query<DriverRow[]>(
      `SELECT ${RECORD} FROM ${FROM} WHERE ${where} ORDER BY ${getOrder(query.sort)}
       LIMIT ${values.add(query.take)} OFFSET ${values.add(query.skip)}`,
      values.all,
    );
    return { drivers, total };
  }

  /** The AVAILABLE and BUSY drivers: BUSY ones first, then by id. */
  async fleet({ channelId, take }: z.output<typeof fleetQuerySchema>) {
    const values = new Values();
    const drivers = await this.dataSource.query<DriverRow[]>(
      `SELECT ${RECORD} FROM ${FROM}
       WHERE driver.status IN ('AVAILABLE', 'BUSY') AND ${channelCondition(channelId, values)}
       ORDER BY driver.status DESC, driver.id LIMIT ${values.add(take + 1)}`,
      values.all,
    );
    return { drivers: drivers.slice(0, take), truncated: drivers.length > take };
  }
}

function channelCondition(channelId: string | undefined, values: Values): string {
  return channelId === undefined ? 'true' : `${values.add(channelId)}::text = ANY (driver.channels)`;
}
