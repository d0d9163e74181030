import { createHmac } from 'node:crypto';

/**
 * Returns the Standard Webhooks signature of a message with one key, such as
 * `v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=`: HMAC-SHA256 over `<id>.<seconds since the epoch>.<body>`.
 */
export function getSignature(key: string, id: string, timestamp: string, body: Buffer | string): string {
  const hmac = createHmac('sha256', getSecret(key)).update(`${id}.${timestamp}.`).update(body);
  return `v1,${hmac.digest('base64')}`;
}

/** Returns the secret bytes of a key, such as `whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`. */
function getSecret(key: string): Buffer {
  return Buffer.from(key.slice(key.indexOf('_') + 1), 'base64');
}
