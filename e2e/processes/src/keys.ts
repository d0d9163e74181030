import { randomBytes } from 'node:crypto';
import { generateSigningKey } from '@driver-dispatch/contract';

/** Every key of the world; of the signing ones the second is the next, already known to both sides. */
export interface Keys {
  vendure: string[];
  driverApp: string[];
  operator: string[];
  webhook: string[];
}

export function makeKeys(): Keys {
  const pair = () => [generateSigningKey(), generateSigningKey()];
  return {
    vendure: pair(),
    driverApp: pair(),
    operator: [randomBytes(24).toString('hex')],
    webhook: pair(),
  };
}
