import { parseMessage, sellerOrderSchema, type SubmissionResult } from '@driver-dispatch/contract';
import { asDispatchError } from '../database/database-error';
import type { AcceptanceService } from './acceptance.service';

/**
 * Accepts the orders of a submission, each by itself: an order that is invalid or fails does not affect the others.
 *
 * @returns one result per order, in the same sequence
 */
export async function submitOrders(
  acceptance: Pick<AcceptanceService, 'accept'>,
  orders: readonly unknown[],
): Promise<SubmissionResult[]> {
  const settled = await Promise.allSettled(
    orders.map(async (order) => acceptance.accept(parseMessage(sellerOrderSchema, order))),
  );
  return settled.map((result) =>
    result.status === 'fulfilled' ? result.value : asDispatchError(result.reason),
  );
}
