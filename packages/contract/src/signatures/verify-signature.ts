import { DispatchError } from '../errors/dispatch-error';
import type { SignatureHeaders } from './sign-message';
import { getSignature, indexOfMatch } from './signature';
import type { SigningKeys } from './signing-keys';

/** Maximum difference between the timestamp and the receiver's clock, in seconds. */
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

/**
 * Checks the headers of a message before its body is read: the signature is present and the timestamp is recent.
 *
 * @param headers with lower-case names, as in Node
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

/** Result of a successful verification. */
export interface VerifiedMessage {
  /** Id of the message; a resent message has the same id. */
  id: string;
  /** Index of the first key whose signature matches. */
  keyIndex: number;
}

/**
 * Verifies that a body was signed recently with one of the keys.
 *
 * @param headers with lower-case names, as in Node
 * @param rawBody the received bytes, not a re-serialised body
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
  const keyIndex = indexOfMatch(
    keys.map((key) => getSignature(key, id, timestamp, rawBody)),
    signature.split(' '),
  );
  if (keyIndex === -1) {
    throw new DispatchError('signature_invalid', 'No signature matches the body');
  }
  return { id, keyIndex };
}

/** Like {@link verifyMessage}, but returns the id only. */
export function verifySignature(keys: SigningKeys, headers: Headers, rawBody: Buffer | string): string {
  return verifyMessage(keys, headers, rawBody).id;
}
