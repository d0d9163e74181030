import { timingSafeEqual } from 'node:crypto';
import { DispatchError } from '../errors/dispatch-error';
import type { SignatureHeaders } from './sign-message';
import { signatureOf } from './signature';
import type { SigningKeys } from './signing-keys';

/** How far the sender's clock may be from ours, either way, in seconds. */
export const TIMESTAMP_TOLERANCE_SECONDS = 5 * 60;

type Headers = Record<string, string | string[] | undefined>;

function requireHeader(headers: Headers, name: string): string {
  const value = headers[name];
  if (typeof value !== 'string' || value === '') {
    throw new DispatchError('signature_missing', `The header ${name} is missing`);
  }
  return value;
}

function requireRecent(timestamp: string): void {
  const skew = Number(timestamp) - Date.now() / 1000;
  if (!/^\d+$/.test(timestamp) || Math.abs(skew) > TIMESTAMP_TOLERANCE_SECONDS) {
    throw new DispatchError(
      'timestamp_out_of_tolerance',
      `webhook-timestamp must be within ${TIMESTAMP_TOLERANCE_SECONDS} seconds of the receiver's clock`,
      { details: { skewSeconds: Number.isFinite(skew) ? Math.round(skew) : null } },
    );
  }
}

function isSame(signature: string, expected: string): boolean {
  const [given, wanted] = [Buffer.from(signature), Buffer.from(expected)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * Checks all that a message's headers show without its body: the signature is present and the timestamp is recent.
 *
 * @param headers lower-case names, as Node gives them
 * @throws DispatchError `signature_missing` or `timestamp_out_of_tolerance`
 */
export function requireSignatureHeaders(headers: Headers): SignatureHeaders {
  const required = {
    'webhook-id': requireHeader(headers, 'webhook-id'),
    'webhook-timestamp': requireHeader(headers, 'webhook-timestamp'),
    'webhook-signature': requireHeader(headers, 'webhook-signature'),
  };
  requireRecent(required['webhook-timestamp']);
  return required;
}

/** What is known of a message whose signature is right. */
export interface VerifiedMessage {
  /** The message's id, the same for each time it is sent. */
  id: string;
  /** Which of our keys signed it: the first in their list, when several did. */
  keyIndex: number;
}

/**
 * Checks that a body was signed with one of our keys, and recently.
 *
 * @param headers lower-case names, as Node gives them
 * @param rawBody the bytes as they arrived, never a re-serialised body
 * @throws DispatchError `signature_missing`, `timestamp_out_of_tolerance` or `signature_invalid`
 */
export function verifyMessage(
  keys: SigningKeys,
  headers: Headers,
  rawBody: Buffer | string,
): VerifiedMessage {
  const {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  } = requireSignatureHeaders(headers);
  const signatures = signature.split(' ');
  // Each key is tried, so that the time taken does not tell which one matched.
  const keyIndex = keys
    .map((key) => signatureOf(key, id, timestamp, rawBody))
    .map((expected) => signatures.filter((given) => isSame(given, expected)).length > 0)
    .indexOf(true);
  if (keyIndex === -1) {
    throw new DispatchError('signature_invalid', 'No signature matches the body');
  }
  return { id, keyIndex };
}

/** As {@link verifyMessage}, for whom the id is enough. */
export function verifySignature(keys: SigningKeys, headers: Headers, rawBody: Buffer | string): string {
  return verifyMessage(keys, headers, rawBody).id;
}
