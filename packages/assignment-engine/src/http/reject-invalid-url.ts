import { DispatchError } from '@driver-dispatch/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Rejects a URL that Fastify can't route. The reply does not contain the URL, which can contain a secret. */
export function rejectInvalidUrl(_error: Error, _request: FastifyRequest, reply: FastifyReply): void {
  const error = new DispatchError('invalid_message', 'The URL is invalid');
  void reply.status(error.status).send(error.toBody());
}
