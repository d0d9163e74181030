import { DispatchError, type ProofImage } from '@driver-dispatch/contract';

/** Checks the magic bytes of each content type. */
const MAGIC_BYTES: Record<ProofImage['contentType'], (bytes: Buffer) => boolean> = {
  'image/jpeg': (bytes) => bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')),
  'image/png': (bytes) => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')),
  'image/webp': (bytes) =>
    bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
};

/**
 * Decodes an image and checks that it has its content type, as the asset server sends it to browsers.
 *
 * @throws DispatchError `invalid_message` for another content type
 */
export function imageBytes({ image, contentType }: Pick<ProofImage, 'image' | 'contentType'>): Buffer {
  const bytes = Buffer.from(image, 'base64');
  if (!MAGIC_BYTES[contentType](bytes)) {
    throw new DispatchError('invalid_message', `image: is not ${contentType}`);
  }
  return bytes;
}
