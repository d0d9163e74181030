import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_PROOF_IMAGE_BYTES } from '@driver-dispatch/contract';
import type { Middleware } from '@vendure/core';
import { json, type Request } from 'express';
import { EVENTS_ROUTE, MAX_EVENT_BYTES, PROOF_IMAGES_ROUTE } from '../configuration/constants';

export type RawBodyRequest = Request & { rawBody?: Buffer };

/** Keeps the bytes of a body as they arrived: a signature covers those, not what a parser made of them. */
const keepingRawBody = (route: string, limit: number): Middleware => ({
  route: `/${route}`,
  beforeListen: true,
  handler: json({
    limit,
    verify: (request: IncomingMessage & { rawBody?: Buffer }, _response: ServerResponse, body: Buffer) => {
      request.rawBody = Buffer.from(body);
    },
  }),
});

/** The bodies of events and images. */
export const rawBodyMiddlewares: Middleware[] = [
  keepingRawBody(EVENTS_ROUTE, MAX_EVENT_BYTES),
  // In base64, with the rest of the message around it.
  keepingRawBody(PROOF_IMAGES_ROUTE, Math.ceil((MAX_PROOF_IMAGE_BYTES * 4) / 3) + 4_096),
];
