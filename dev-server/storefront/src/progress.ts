import type { Tracking } from './tracking.js';
import type { Texts } from './texts.js';

/** The stage of a delivery that the shopper sees. */
export function getStage(state: string): keyof Texts['states'] {
  switch (state) {
    case 'PENDING':
      return 'searching';
    case 'ASSIGNED':
      return 'assigned';
    case 'PICKED_UP':
      return 'pickedUp';
    case 'DELIVERED':
      return 'delivered';
    case 'FAILED':
      return 'failed';
    case 'CANCELLED':
      return 'cancelled';
    default:
      // States before the search for a driver.
      return 'preparing';
  }
}

export function isEnded(state: string): boolean {
  return ['delivered', 'failed', 'cancelled'].includes(getStage(state));
}

export interface Step {
  name: keyof Texts['steps'];
  at: string | null;
  done: boolean;
}

/** The steps from the order to the drop-off. */
export function steps({ assignedAt, pickedUpAt, deliveredAt }: Tracking): Step[] {
  return [
    { name: 'paid', at: null, done: true },
    { name: 'assigned', at: assignedAt, done: assignedAt !== null },
    { name: 'pickedUp', at: pickedUpAt, done: pickedUpAt !== null },
    { name: 'delivered', at: deliveredAt, done: deliveredAt !== null },
  ];
}
