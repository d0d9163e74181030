import { newVapidKey } from '@driver-dispatch/assignment-engine';
import { generateSigningKey } from '@driver-dispatch/contract';
import { randomBytes } from 'node:crypto';

/** Keys of the engine, one list per purpose. */
export interface EngineKeys {
  vendure: string[];
  driverApp: string[];
  operator: string[];
  webhook: string[];
  /** Also of the shop: sign permits to upload proof images. */
  proofImages: string[];
  /** Identifies the engine to push services. */
  vapid: string;
}

export function generateKeys(): EngineKeys {
  return {
    vendure: [generateSigningKey()],
    driverApp: [generateSigningKey()],
    operator: [randomBytes(24).toString('base64url')],
    webhook: [generateSigningKey()],
    proofImages: [generateSigningKey()],
    vapid: newVapidKey(),
  };
}
