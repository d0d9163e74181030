import { DriverAppClient, httpOperator } from '@driver-dispatch/contract';
import type { EngineKeys } from '../server/engine-keys';

/** Registers a driver for the user, and returns the link that opens the driver app and signs the driver in, once. */
export async function inviteDriver(engineUrl: string, keys: EngineKeys): Promise<string> {
  const drivers = new DriverAppClient({ url: engineUrl, keys: keys.driverApp });
  const operator = httpOperator({ url: engineUrl, key: keys.operator[0]! });
  try {
    await drivers.register({ driverId: 'you', name: 'Robin', vehicle: { kind: 'BICYCLE' } });
    // The user may have deactivated the driver at an earlier start.
    await operator.editDriver('you', { active: true });
    const { link } = await operator.inviteDriver('you');
    return link!;
  } finally {
    drivers.close();
    operator.close();
  }
}
