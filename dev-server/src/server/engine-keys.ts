import { generateSigningKey } from '@driver-dispatch/contract';
import { randomBytes } from 'node:crypto';

/** The engine's keys, each list for one direction. */
export interface EngineKeys {
  vendure: string[];
  driverApp: string[];
  operator: string[];
  webhook: string[];
}

/** Fresh keys, good for as long as the process lives. */
export function freshKeys(): EngineKeys {
  return {
    vendure: [generateSigningKey()],
    driverApp: [generateSigningKey()],
    operator: [randomBytes(24).toString('base64url')],
    webhook: [generateSigningKey()],
  };
}
