import { DispatchError, type ProofImage } from '@driver-dispatch/contract';

/** How a file of each kind begins. */
const BEGINNINGS: Record<ProofImage['contentType'], (bytes: Buffer) => boolean> = {
  'image/jpeg': (bytes) => bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')),
  'image/png': (bytes) => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')),
  'image/webp': (bytes) =>
    bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
};

/**
 * The bytes of an image, which is what it says it is: a shop's assets are served to browsers.
 *
 * @throws DispatchError `invalid_message`
 */
export function imageBytes({ image, contentType }: Pick<ProofImage, 'image' | 'contentType'>): Buffer {
  const bytes = Buffer.from(image, 'base64');
  if (!BEGINNINGS[contentType](bytes)) {
    throw new DispatchError('invalid_message', `image: is no ${contentType}`);
  }
  return bytes;
}
