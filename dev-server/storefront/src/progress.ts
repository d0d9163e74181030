import type { Tracking } from './tracking.js';
import type { Words } from './words.js';

/** What a delivery's state means to who waits for it. */
export function meaning(state: string): keyof Words['states'] {
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
      // The shop's own affairs until a driver is looked for.
      return 'preparing';
  }
}

export function isOver(state: string): boolean {
  return ['delivered', 'failed', 'cancelled'].includes(meaning(state));
}

export interface Step {
  name: keyof Words['steps'];
  at: string | null;
  done: boolean;
}

/** The way from the order to the door, as far as it has come. */
export function steps({ assignedAt, pickedUpAt, deliveredAt }: Tracking): Step[] {
  return [
    { name: 'paid', at: null, done: true },
    { name: 'assigned', at: assignedAt, done: assignedAt !== null },
    { name: 'pickedUp', at: pickedUpAt, done: pickedUpAt !== null },
    { name: 'delivered', at: deliveredAt, done: deliveredAt !== null },
  ];
}
