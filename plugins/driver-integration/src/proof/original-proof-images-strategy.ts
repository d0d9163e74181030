import { isProofImage } from './proof-image-name';

/** What an `ImageTransformStrategy` of Vendure's AssetServerPlugin gets. */
interface TransformRequest<Parameters> {
  req: { path: string };
  input: Parameters;
}

/**
 * Sends proof images as they are stored, whatever size or format a request asks for. The AssetServerPlugin caches each
 * transformed image in the asset storage, where it stays readable after the proof image is deleted. Other images are not
 * affected. Of several strategies it must be the last.
 *
 * @example
 * ```ts
 * AssetServerPlugin.init({ imageTransformStrategy: [new OriginalProofImagesStrategy()] })
 * ```
 */
export class OriginalProofImagesStrategy {
  /** @throws URIError for a path that can't be decoded; the AssetServerPlugin answers 400 */
  getImageTransformParameters<Parameters extends object>({
    req,
    input,
  }: TransformRequest<Parameters>): Parameters {
    return isProofImage(decodeURIComponent(req.path)) ? ({} as Parameters) : input;
  }
}
