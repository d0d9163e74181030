import type { Point } from '@driver-dispatch/contract';

/** A delivery that wants a driver. */
export interface WaitingDelivery {
  id: string;
  submissionKey: string;
  channelId: string;
  /** Where it is picked up. */
  point: Point;
  /** How far from there a driver may be. */
  searchRadiusMetres: number;
}
