import { randomBytes } from 'node:crypto';
import { generateSigningKey } from '@driver-dispatch/contract';
import { newVapidKey } from '../push/vapid-key';

const BEARER_KEY_BYTES = 24;

/**
 * Generates new keys as the text of an environment file.
 *
 * @returns one `NAME=key` line per purpose, each after a comment that names the processes that need the key
 */
export function newKeys(): string {
  const keys: [name: string, key: string, purpose: string][] = [
    ['VENDURE_KEYS', generateSigningKey(), 'Shop and engine: sign the messages from the shop.'],
    ['WEBHOOK_KEYS', generateSigningKey(), 'Shop and engine: sign the events from the engine.'],
    ['OPERATOR_KEYS', bearerKey(), 'Shop and engine: driver management and manual assignment.'],
    ['METRICS_KEYS', bearerKey(), 'Engine and monitoring: read the metrics.'],
    ['DRIVER_APP_KEYS', generateSigningKey(), 'Engine and driver app backend: sign requests of drivers.'],
    [
      'PROOF_IMAGE_KEYS',
      generateSigningKey(),
      'Shop, engine and driver app backend: sign the uploads of proof images.',
    ],
    ['VAPID_KEY', newVapidKey(), 'Engine: identifies it to the push services of browsers.'],
  ];
  return keys.map(([name, key, purpose]) => `# ${purpose}\n${name}=${key}\n`).join('');
}

function bearerKey(): string {
  return randomBytes(BEARER_KEY_BYTES).toString('base64url');
}
