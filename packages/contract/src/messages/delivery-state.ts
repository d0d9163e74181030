import { z } from 'zod';

/**
 * The life of a delivery:
 *
 * ```text
 * PENDING -> ASSIGNED -> PICKED_UP -> DELIVERED
 *    |          |            |
 *    +----------+----------> | -> CANCELLED (until it is picked up)
 *               +------------+--> FAILED    (once a driver has it)
 * ```
 *
 * A dispatcher may end every open delivery as DELIVERED or FAILED.
 */
export const deliveryStateSchema = z
  .enum(['PENDING', 'ASSIGNED', 'PICKED_UP', 'DELIVERED', 'FAILED', 'CANCELLED'])
  .meta({ id: 'DeliveryState' });

export type DeliveryState = z.infer<typeof deliveryStateSchema>;

const LEGAL_MOVES: Record<DeliveryState, readonly DeliveryState[]> = {
  PENDING: ['ASSIGNED', 'CANCELLED'],
  ASSIGNED: ['PICKED_UP', 'FAILED', 'CANCELLED'],
  PICKED_UP: ['DELIVERED', 'FAILED'],
  DELIVERED: [],
  FAILED: [],
  CANCELLED: [],
};

/** Whether a delivery may go from one state to the other in one step of its driver, of Vendure or of the engine. */
export function isLegalMove(from: DeliveryState, to: DeliveryState): boolean {
  return LEGAL_MOVES[from].includes(to);
}

/** Whether a delivery in this state has reached its end. */
export function isFinished(state: DeliveryState): boolean {
  return LEGAL_MOVES[state].length === 0;
}
