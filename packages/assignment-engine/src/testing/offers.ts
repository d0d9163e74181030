import type { DriverOffer } from '@driver-dispatch/contract';
import { eventually, type TestEngine } from './test-engine';

/** Waits until a driver has an open offer. Returns the offer. */
export async function untilOffered(engine: TestEngine, driverId: string): Promise<DriverOffer> {
  const { offer } = await eventually(
    () => engine.drivers.heartbeat(driverId),
    (reply) => reply.offer !== null,
  );
  return offer!;
}
