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

/** Maximum size of a message with a proof image, in bytes: the image in base64, plus 4 KiB for other fields. */
const MAX_PROOF_IMAGE_MESSAGE_BYTES = Math.ceil((MAX_PROOF_IMAGE_BYTES * 4) / 3) + 4_096;

/** Limits for events, separate from images so that images do not displace events. */
const EVENT_LIMITS = {
  maxBodyBytes: MAX_EVENTS_BYTES,
  maxTotalBytes: 8 * 1024 * 1024,
  timeoutMs: 10_000,
};

/** Limits for images: two images of the maximum size, or many smaller ones. */
const IMAGE_LIMITS = {
  maxBodyBytes: MAX_PROOF_IMAGE_MESSAGE_BYTES,
  maxTotalBytes: 24 * 1024 * 1024,
  timeoutMs: 30_000,
};

/** A request with a verified signature. Its `body` is parsed from the signed bytes. */
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
 * Checks the headers, reads the body, verifies its signature, then parses it. Rejects a compressed body without reading it.
 *
 * @param keys if empty, the reply to every request is 404
 */
export function signedBody(
  keys: SigningKeys,
  limits: UnverifiedBodyLimits,
): (
  // Set by Express. The shop's option `trustProxy` determines whether forwarded addresses are used.
  request: IncomingMessage & { ip?: string },
  response: ServerResponse,
  next: () => void,
) => Promise<void> {
  const bodies = new UnverifiedBodies(limits);
  return async (request, response, next) => {
    try {
      if (keys.length === 0) {
        throw new DispatchError('not_found', 'No key is configured for these messages');
      }
      if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
        throw new DispatchError('unsupported_encoding', 'Compressed bodies are not supported');
      }
      requireSignatureHeaders(request.headers);
      const rawBody = await bodies.receive(request, request.ip);
      const messageId = verifySignature(keys, request.headers, rawBody);
      Object.assign(request, { messageId, body: parseJson(rawBody) });
    } catch (error) {
      reject(response, error);
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

function reject(response: ServerResponse, thrown: unknown): void {
  const error =
    thrown instanceof DispatchError
      ? thrown
      : new DispatchError('internal', 'The request was not processed', { cause: thrown });
  if (error.code === 'internal') {
    const { message, stack } = thrown as Error;
    Logger.error(`Signed request not processed: ${message}`, LOG_CONTEXT, stack);
  }
  const retryAfter = error.retryAfterSeconds;
  response.writeHead(error.status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(JSON.stringify(error.toBody()));
}
