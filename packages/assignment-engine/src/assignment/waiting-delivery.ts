import type { Point, Requirements } from '@driver-dispatch/contract';

/** A delivery that is waiting for a driver. */
export interface WaitingDelivery {
  id: string;
  submissionKey: string;
  channelId: string;
  point: Point;
  /** Maximum distance of a driver from the pickup. */
  searchRadiusMetres: number;
  requirements: Requirements | null;
  /** Drivers who are not offered the delivery again for now. */
  offeredTo?: string[];
}
