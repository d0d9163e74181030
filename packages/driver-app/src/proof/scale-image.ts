import type { StepImage } from '../storage/step';

/** Maximum length of the longer side, in pixels. Labels stay readable, and the image has some 200 kB. */
const MAX_SIDE = 1600;

const QUALITY = 0.8;

/**
 * Scales a photo down and converts it to JPEG, upright and without the location in its metadata.
 *
 * @throws DOMException if the browser can't read the image
 */
export async function scalePhoto(file: Blob): Promise<StepImage> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext('2d')!.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return toImage(canvas, 'image/jpeg');
}

export async function toImage(
  canvas: HTMLCanvasElement,
  contentType: 'image/jpeg' | 'image/png',
): Promise<StepImage> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, contentType, QUALITY));
  if (!blob) {
    throw new DOMException('The image is empty', 'EncodingError');
  }
  return { bytes: await blob.arrayBuffer(), contentType };
}
