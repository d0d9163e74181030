import { randomBytes } from 'node:crypto';

/** 128 random bits as 22 characters that need no escape in an address: whoever has them may follow the delivery. */
export function newTrackingCode(): string {
  return randomBytes(16).toString('base64url');
}
