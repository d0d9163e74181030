import { createHash, randomBytes } from 'node:crypto';

/** Creates an invitation, a session token or a tracker secret: 32 random bytes in base64url. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256 in hexadecimal. The database has the hashes of secrets only. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
