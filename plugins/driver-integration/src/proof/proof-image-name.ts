import { randomBytes } from 'node:crypto';

const PREFIX = 'proof-of-delivery-';

/** A new file name of a proof image, with 128 random bits. */
export function newProofImageName(extension: string): string {
  return `${PREFIX}${randomBytes(16).toString('hex')}.${extension}`;
}

/** Whether the decoded path of a file is that of a proof image. */
export function isProofImage(path: string): boolean {
  return path.includes(PREFIX);
}
