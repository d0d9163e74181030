import { randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const MIN_BYTES = 24;
const MAX_BYTES = 64;

/**
 * Keys of one direction, each `whsec_` and 24 to 64 random bytes in base64, as the Standard Webhooks
 * specification has them. Every key signs and every key is accepted, so a key is rotated by adding the new
 * one on both sides, then taking the old one away on both.
 */
export type SigningKeys = readonly string[];

/** A fresh random key of 32 bytes. */
export function generateSigningKey(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/** Why a key can't be used, or undefined when it can. Never repeats the key. */
export function signingKeyProblem(key: string): string | undefined {
  if (!key.startsWith(PREFIX)) {
    return `a signing key starts with ${PREFIX}`;
  }
  const encoded = key.slice(PREFIX.length);
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64').replace(/=+$/, '') !== encoded.replace(/=+$/, '')) {
    return 'a signing key is base64 after its prefix';
  }
  if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
    return `a signing key has ${MIN_BYTES} to ${MAX_BYTES} bytes, this one ${bytes.length}`;
  }
  return undefined;
}

/**
 * @throws Error naming `name` when there is no key or one can't be used.
 */
export function assertSigningKeys(name: string, keys: SigningKeys): void {
  if (keys.length === 0) {
    throw new Error(`${name}: at least one signing key is needed`);
  }
  for (const key of keys) {
    const problem = signingKeyProblem(key);
    if (problem) {
      throw new Error(`${name}: ${problem}`);
    }
  }
}
