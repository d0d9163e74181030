import { isProofImage } from './proof-image-name';

/** Argument of an `ImageTransformStrategy` of Vendure's AssetServerPlugin. */
interface TransformRequest<Parameters> {
  req: { path: string };
  input: Parameters;
}

/**
 * Serves proof images without transformation. Otherwise the AssetServerPlugin would cache each transformed image in the
 * asset storage, where it remains readable after the proof image is deleted. Other images are not affected. If there are
 * several strategies, it must be the last.
 *
 * @example
 * ```ts
 * AssetServerPlugin.init({ imageTransformStrategy: [new OriginalProofImagesStrategy()] })
 * ```
 */
export class OriginalProofImagesStrategy {
  /** @throws URIError for a path that can't be decoded; the AssetServerPlugin replies with 400 */
  getImageTransformParameters<Parameters extends object>({
    req,
    input,
  }: TransformRequest<Parameters>): Parameters {
    return isProofImage(decodeURIComponent(req.path)) ? ({} as Parameters) : input;
  }
}
