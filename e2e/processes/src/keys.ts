import { randomBytes } from 'node:crypto';
import { generateSigningKey } from '@driver-dispatch/contract';

/** Keys of all parties. The second signing key of each is the next one in key rotation, and both sides accept it. */
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

/** Returns the variables of the engine's environment for the keys. */
export function keyVariables({ vendure, driverApp, operator, webhook }: Keys): Record<string, string> {
  return {
    VENDURE_KEYS: vendure.join(),
    DRIVER_APP_KEYS: driverApp.join(),
    OPERATOR_KEYS: operator.join(),
    WEBHOOK_KEYS: webhook.join(),
  };
}
