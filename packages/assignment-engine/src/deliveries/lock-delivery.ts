import { DispatchError } from '@driver-dispatch/contract';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { DeliveryEntity } from './delivery.entity';

/**
 * Locks a delivery until the transaction ends: whatever moves a delivery that has a driver waits for it here, and
 * judges what the one before it has left.
 *
 * @throws DispatchError `not_found`
 */
export async function lockDelivery(manager: EntityManager, id: string): Promise<DeliveryEntity> {
  const delivery = z.uuid().safeParse(id).success
    ? await manager.findOne(DeliveryEntity, { where: { id }, lock: { mode: 'pessimistic_write' } })
    : null;
  if (!delivery) {
    throw new DispatchError('not_found', `No delivery ${id}`);
  }
  return delivery;
}
