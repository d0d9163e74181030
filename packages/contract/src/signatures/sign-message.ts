import { getSignature } from './signature';
import type { SigningKeys } from './signing-keys';

export interface SignatureHeaders {
  'webhook-id': string;
  /** Seconds since the epoch. */
  'webhook-timestamp': string;
  /** One `v1,<base64>` for each key, separated by spaces. */
  'webhook-signature': string;
}

/**
 * Returns the signature headers of a body according to Standard Webhooks (HMAC-SHA256 over id, timestamp and body).
 *
 * @param id id of the message; a resent message has the same id
 */
export function signMessage(
  keys: SigningKeys,
  id: string,
  body: string,
  at: Date = new Date(),
): SignatureHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((key) => getSignature(key, id, timestamp, body)).join(' '),
  };
}
