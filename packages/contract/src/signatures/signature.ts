import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Returns the Standard Webhooks signature of a message with one key, such as
 * `v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=`: HMAC-SHA256 over `<id>.<seconds since the epoch>.<body>`.
 */
export function getSignature(key: string, id: string, timestamp: string, body: Buffer | string): string {
  const hmac = createHmac('sha256', getSecret(key)).update(`${id}.${timestamp}.`).update(body);
  return `v1,${hmac.digest('base64')}`;
}

/**
 * Returns the index of the first expected signature that was given, or -1. Compares all, so that the duration does not reveal
 * which key matches.
 */
export function indexOfMatch(expected: string[], given: string[]): number {
  return expected.map((one) => given.filter((other) => isSame(other, one)).length > 0).indexOf(true);
}

function isSame(signature: string, expected: string): boolean {
  const [given, computed] = [Buffer.from(signature), Buffer.from(expected)];
  return given.length === computed.length && timingSafeEqual(given, computed);
}

/** Returns the secret bytes of a key, such as `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`. */
function getSecret(key: string): Buffer {
  return Buffer.from(key.slice(key.indexOf('_') + 1), 'base64');
}
