import type { Caller } from '../workload/caller';

/** Lets a driver bring what the driver has been assigned. @returns whether there was anything */
export async function carryOut(caller: Caller, driverId: string): Promise<boolean> {
  const { reply } = await caller.heartbeat(driverId);
  if (!reply?.task) {
    return false;
  }
  const { deliveryId } = reply.task;
  await caller.pickUp(deliveryId, driverId);
  await caller.complete(deliveryId, driverId);
  return true;
}
