import { signatureOf } from './signature';
import type { SigningKeys } from './signing-keys';

export interface SignatureHeaders {
  'webhook-id': string;
  /** Seconds since the epoch. */
  'webhook-timestamp': string;
  /** One `v1,<base64>` for each key, separated by spaces. */
  'webhook-signature': string;
}

/**
 * Headers that sign a body as the Standard Webhooks specification says (HMAC-SHA256 over id, time and body).
 *
 * @param id stays the same when the same message is sent again
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
    'webhook-signature': keys.map((key) => signatureOf(key, id, timestamp, body)).join(' '),
  };
}
