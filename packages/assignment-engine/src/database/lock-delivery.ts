import { notFound } from '@driver-dispatch/contract';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { DeliveryEntity } from './delivery.entity';

/**
 * Locks and reads a delivery until the end of the transaction. Every change of a delivery with a driver takes this lock
 * first, so that it sees the result of the previous change.
 *
 * @throws DispatchError `not_found`
 */
export async function lockDelivery(manager: EntityManager, id: string): Promise<DeliveryEntity> {
  const delivery = z.uuid().safeParse(id).success
    ? await manager.findOne(DeliveryEntity, { where: { id }, lock: { mode: 'pessimistic_write' } })
    : null;
  if (!delivery) {
    throw notFound('delivery', id);
  }
  return delivery;
}
