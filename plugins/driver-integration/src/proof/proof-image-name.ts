import { randomBytes } from 'node:crypto';

const PREFIX = 'proof-of-delivery-';

/** Creates a file name for a proof image, with 128 random bits. */
export function newProofImageName(extension: string): string {
  return `${PREFIX}${randomBytes(16).toString('hex')}.${extension}`;
}

/** Whether a decoded file path belongs to a proof image. */
export function isProofImage(path: string): boolean {
  return path.includes(PREFIX);
}
