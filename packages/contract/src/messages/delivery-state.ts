import { z } from 'zod';

/**
 * The states of a delivery:
 *
 * ```text
 * PENDING -> ASSIGNED -> PICKED_UP -> DELIVERED
 *    |          |            |
 *    +----------+----------> | -> CANCELLED (before pickup)
 *               +------------+--> FAILED    (after assignment)
 * ```
 *
 * A dispatcher may also end an open delivery as DELIVERED or FAILED.
 */
export const deliveryStateSchema = z
  .enum(['PENDING', 'ASSIGNED', 'PICKED_UP', 'DELIVERED', 'FAILED', 'CANCELLED'])
  .meta({ id: 'DeliveryState' });

export type DeliveryState = z.infer<typeof deliveryStateSchema>;

const ALLOWED_TRANSITIONS: Record<DeliveryState, readonly DeliveryState[]> = {
  PENDING: ['ASSIGNED', 'CANCELLED'],
  ASSIGNED: ['PICKED_UP', 'FAILED', 'CANCELLED'],
  PICKED_UP: ['DELIVERED', 'FAILED'],
  DELIVERED: [],
  FAILED: [],
  CANCELLED: [],
};

/** Whether the driver, Vendure or the engine may change a delivery from one state to the other. */
export function isAllowedTransition(from: DeliveryState, to: DeliveryState): boolean {
  return ALLOWED_TRANSITIONS[from].includes(to);
}

/** Whether the state is final. */
export function isFinished(state: DeliveryState): boolean {
  return ALLOWED_TRANSITIONS[state].length === 0;
}
