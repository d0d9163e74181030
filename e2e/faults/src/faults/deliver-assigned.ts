import type { Caller } from '../workload/caller';

/** Picks up and completes the delivery that a driver is assigned. @returns false when the driver has none */
export async function deliverAssigned(caller: Caller, driverId: string): Promise<boolean> {
  const { reply } = await caller.heartbeat(driverId);
  if (!reply?.task) {
    return false;
  }
  const { deliveryId } = reply.task;
  await caller.pickUp(deliveryId, driverId);
  await caller.complete(deliveryId, driverId);
  return true;
}
