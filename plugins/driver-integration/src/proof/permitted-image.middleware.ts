import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  MAX_PROOF_IMAGE_BYTES,
  UnverifiedBodies,
  verifyProofPermit,
  type SigningKeys,
} from '@driver-dispatch/contract';
import { rejectRequest } from '../events/reject-request';
import type { SignedRequest } from '../events/signed-body.middleware';

/** Limits for images of drivers: three images of the maximum size, or many smaller ones, over a slow mobile network. */
const LIMITS = {
  maxBodyBytes: MAX_PROOF_IMAGE_BYTES,
  maxTotalBytes: 24 * 1024 * 1024,
  timeoutMs: 120_000,
};

/** Replaces the id of a signed message: equal images of a delivery and driver are stored once. */
const MESSAGE_ID = 'permit';

/** A request for the controller of proof images: signed by a backend, or with a verified permit of the engine. */
export type ProofImageRequest = SignedRequest & { hasPermit?: boolean };

/**
 * Verifies the permit of an image from a driver's browser, then reads the image and passes on the message that a signed
 * request has. Must run after the CORS middleware, so that the browser can read the reply. Passes on other requests.
 *
 * @param keys if empty, no permit is valid
 */
export function permittedImage(
  keys: SigningKeys,
): (request: IncomingMessage & { ip?: string }, response: ServerResponse, next: () => void) => Promise<void> {
  const images = new UnverifiedBodies(LIMITS);
  return async (request, response, next) => {
    const permit = getPermit(request);
    if (permit !== undefined) {
      try {
        const { deliveryId, driverId } = verifyProofPermit(keys, permit);
        // Vendure would search for a session with this token.
        delete request.headers.authorization;
        const image = await images.receive(request, request.ip);
        const [contentType] = request.headers['content-type']!.split(';');
        Object.assign(request, {
          messageId: MESSAGE_ID,
          hasPermit: true,
          body: {
            type: 'delivery.proof_image',
            deliveryId,
            driverId,
            contentType,
            image: image.toString('base64'),
          },
        });
      } catch (error) {
        rejectRequest(response, error);
        return;
      }
    }
    next();
  };
}

/** Whether a request is an image with a permit instead of a signature, or the CORS preflight of one. */
export function isFromBrowser(request: IncomingMessage): boolean {
  return request.method === 'OPTIONS' || getPermit(request) !== undefined;
}

function getPermit({ headers }: IncomingMessage): string | undefined {
  return headers['content-type']?.startsWith('image/')
    ? /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]
    : undefined;
}
