import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_PROOF_IMAGE_BYTES } from '@driver-dispatch/contract';
import type { Middleware } from '@vendure/core';
import { PROOF_IMAGES_ROUTE } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { signedBody } from '../events/signed-body.middleware';
import { isFromBrowser, permittedImage } from './permitted-image.middleware';

/** Maximum size of a signed message with a proof image, in bytes: the image in base64, plus 4 KiB for other fields. */
const MAX_PROOF_IMAGE_MESSAGE_BYTES = Math.ceil((MAX_PROOF_IMAGE_BYTES * 4) / 3) + 4_096;

/** Limits for signed images: two images of the maximum size, or many smaller ones. */
const SIGNED_IMAGE_LIMITS = {
  maxBodyBytes: MAX_PROOF_IMAGE_MESSAGE_BYTES,
  maxTotalBytes: 24 * 1024 * 1024,
  timeoutMs: 30_000,
};

/** Verifies signed images before Vendure parses their bodies, and images with a permit after its CORS middleware. */
export function proofImageMiddlewares({ proof }: DriverIntegrationConfiguration): Middleware[] {
  const signedImage = signedBody(proof.imageKeys, SIGNED_IMAGE_LIMITS);
  const route = `/${PROOF_IMAGES_ROUTE}`;
  return [
    {
      route,
      beforeListen: true,
      handler: (request: IncomingMessage, response: ServerResponse, next: () => void) =>
        isFromBrowser(request) ? next() : signedImage(request, response, next),
    },
    { route, handler: permittedImage(proof.imageKeys) },
  ];
}
