import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/**
 * Standard Webhooks keys of one direction: `whsec_` and 24 to 64 random bytes in base64. The sender signs with every key,
 * and the receiver accepts every key. To rotate a key, add the new key on both sides, then remove the old key on both.
 */
export type SigningKeys = readonly string[];

/** Creates a random key of 32 bytes. */
export function generateSigningKey(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** Returns why a key is invalid, or undefined if it is valid. The text never contains the key. */
export function signingKeyProblem(key: string): string | undefined {
  if (!key.startsWith(PREFIX)) {
    return `a signing key must start with ${PREFIX}`;
  }
  const encoded = key.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '')) {
    return 'a signing key must be base64 after its prefix';
  }
  if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
    return `a signing key must have ${MIN_BYTES} to ${MAX_BYTES} bytes, not ${bytes.length}`;
  }
  return undefined;
}

/**
 * @throws Error that contains `name` if there is no key or a key is invalid
 */
export function assertSigningKeys(name: string, keys: SigningKeys): void {
  if (keys.length === 0) {
    throw new Error(`${name}: at least one signing key is required`);
  }
  for (const key of keys) {
    const problem = signingKeyProblem(key);
    if (problem) {
      throw new Error(`${name}: ${problem}`);
    }
  }
}
