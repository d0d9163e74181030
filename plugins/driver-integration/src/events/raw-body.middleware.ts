import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Middleware } from '@vendure/core';
import { json, type Request } from 'express';
import { EVENTS_ROUTE, MAX_EVENT_BYTES } from '../configuration/constants';

export type RawBodyRequest = Request & { rawBody?: Buffer };

/** Keeps the bytes of an event as they arrived: a signature covers those, not what a parser made of them. */
export const rawBodyMiddleware: Middleware = {
  route: `/${EVENTS_ROUTE}`,
  beforeListen: true,
  handler: json({
    limit: MAX_EVENT_BYTES,
    verify: (request: IncomingMessage & { rawBody?: Buffer }, _response: ServerResponse, body: Buffer) => {
      request.rawBody = Buffer.from(body);
    },
  }),
};
