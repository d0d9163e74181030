import { DispatchError, notFound } from '@driver-dispatch/contract';
import type { DataSource } from 'typeorm';
import { DriverEntity } from '../database/driver.entity';

/** @throws DispatchError `not_found` for an unknown driver */
export async function requireDriver(dataSource: DataSource, driverId: string): Promise<void> {
  if (!(await dataSource.manager.existsBy(DriverEntity, { id: driverId }))) {
    throw notFound('driver', driverId);
  }
}

/**
 * Returns why a statement that requires an active driver found none.
 *
 * @throws DispatchError `not_found` for an unknown driver
 */
export async function inactiveDriver(dataSource: DataSource, driverId: string): Promise<DispatchError> {
  await requireDriver(dataSource, driverId);
  return new DispatchError('driver_inactive', `Driver ${driverId} is deactivated`);
}
