import { DispatchError } from '@driver-dispatch/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { leaveUnread } from './json-body';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Accepts forms on one route, and does not read them, as `acceptJsonOnly` does not.
 *
 * @param route path of the route, with its parameters
 */
export function acceptForms(application: NestFastifyApplication, route: string): void {
  const fastify = application.getHttpAdapter().getInstance();
  fastify.addContentTypeParser(FORM, (request: FastifyRequest, payload, done) => {
    if (request.routeOptions.url === route) {
      leaveUnread(request, payload, done);
    } else {
      done(new DispatchError('invalid_message', 'The body must be JSON'));
    }
  });
}

/** Whether the body of a request is a form. */
export function isForm({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  return headers['content-type']?.split(';')[0]!.trim().toLowerCase() === FORM;
}
