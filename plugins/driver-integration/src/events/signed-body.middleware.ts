import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  DispatchError,
  requireSignatureHeaders,
  UnverifiedBodies,
  verifySignature,
  type SigningKeys,
  type UnverifiedBodyLimits,
} from '@driver-dispatch/contract';
import type { Middleware } from '@vendure/core';
import type { Request } from 'express';
import { EVENTS_ROUTE, MAX_EVENTS_BYTES } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { rejectRequest } from './reject-request';

/** Limits for events. */
const EVENT_LIMITS = {
  maxBodyBytes: MAX_EVENTS_BYTES,
  maxTotalBytes: 8 * 1024 * 1024,
  timeoutMs: 10_000,
};

/** A request with a verified signature. Its `body` is parsed from the signed bytes. */
export type SignedRequest = Request & {
  /** The `webhook-id`. */
  messageId: string;
};

/** Verifies the requests of the engine before their bodies are parsed. */
export function eventMiddleware({ engine }: DriverIntegrationConfiguration): Middleware {
  return {
    route: `/${EVENTS_ROUTE}`,
    beforeListen: true,
    handler: signedBody(engine.webhookKeys, EVENT_LIMITS),
  };
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
      rejectRequest(response, error);
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
