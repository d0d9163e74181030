import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  DispatchError,
  MAX_PROOF_IMAGE_BYTES,
  requireSignatureHeaders,
  UnverifiedBodies,
  verifySignature,
  type SigningKeys,
  type UnverifiedBodyLimits,
} from '@driver-dispatch/contract';
import { Logger, type Middleware } from '@vendure/core';
import type { Request } from 'express';
import { EVENTS_ROUTE, LOG_CONTEXT, MAX_EVENTS_BYTES, PROOF_IMAGES_ROUTE } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';

/** The largest message with a proof image, in bytes: the image in base64, and 4 KiB for the fields around it. */
const MAX_PROOF_IMAGE_MESSAGE_BYTES = Math.ceil((MAX_PROOF_IMAGE_BYTES * 4) / 3) + 4_096;

/** Events have limits of their own: images never displace them. */
const EVENT_LIMITS = {
  maxBodyBytes: MAX_EVENTS_BYTES,
  maxTotalBytes: 8 * 1024 * 1024,
  timeoutMs: 10_000,
};

/** Room for two images of the largest size, and for many small bodies. */
const IMAGE_LIMITS = {
  maxBodyBytes: MAX_PROOF_IMAGE_MESSAGE_BYTES,
  maxTotalBytes: 24 * 1024 * 1024,
  timeoutMs: 30_000,
};

/** A request whose signature is verified. Its `body` is parsed from the bytes that were signed. */
export type SignedRequest = Request & {
  /** The `webhook-id`. */
  messageId: string;
};

/** Verifies the requests of the engine and of the driver app's backend before their bodies are parsed. */
export function signedBodyMiddlewares(configuration: DriverIntegrationConfiguration): Middleware[] {
  return [
    {
      route: `/${EVENTS_ROUTE}`,
      beforeListen: true,
      handler: signedBody(configuration.engine.webhookKeys, EVENT_LIMITS),
    },
    {
      route: `/${PROOF_IMAGES_ROUTE}`,
      beforeListen: true,
      handler: signedBody(configuration.proof.imageKeys, IMAGE_LIMITS),
    },
  ];
}

/**
 * Checks the headers, reads the body, verifies its signature, and only then parses it. A compressed body is refused unread.
 *
 * @param keys without any, every request is answered with 404
 */
export function signedBody(
  keys: SigningKeys,
  limits: UnverifiedBodyLimits,
): (
  // Express sets `ip`; the shop's option `trustProxy` decides about forwarded addresses.
  request: IncomingMessage & { ip?: string },
  response: ServerResponse,
  next: () => void,
) => Promise<void> {
  const bodies = new UnverifiedBodies(limits);
  return async (request, response, next) => {
    try {
      if (keys.length === 0) {
        throw new DispatchError('not_found', 'This shop has no key for such messages');
      }
      if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
        throw new DispatchError('unsupported_encoding', 'A body is sent uncompressed');
      }
      requireSignatureHeaders(request.headers);
      const rawBody = await bodies.receive(request, request.ip);
      const messageId = verifySignature(keys, request.headers, rawBody);
      Object.assign(request, { messageId, body: parseJson(rawBody) });
    } catch (error) {
      refuse(response, error);
      return;
    }
    next();
  };
}

function parseJson(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch (cause) {
    throw new DispatchError('invalid_message', 'The body is not JSON', { cause });
  }
}

function refuse(response: ServerResponse, thrown: unknown): void {
  const error =
    thrown instanceof DispatchError
      ? thrown
      : new DispatchError('internal', 'The request could not be read', { cause: thrown });
  if (error.code === 'internal') {
    const { message, stack } = thrown as Error;
    Logger.error(`A signed request could not be read: ${message}`, LOG_CONTEXT, stack);
  }
  const retryAfter = error.retryAfterSeconds;
  response.writeHead(error.status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(JSON.stringify(error.toBody()));
}
