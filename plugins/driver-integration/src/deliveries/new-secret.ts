import { randomBytes } from 'node:crypto';

/** Returns 128 random bits as 22 characters that need no escape in a URL. */
export function newSecret(): string {
  return randomBytes(16).toString('base64url');
}
