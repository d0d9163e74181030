import { isUtf8 } from 'node:buffer';
import { DispatchError } from '@driver-dispatch/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

/**
 * Makes JSON in UTF-8 the only body that is read; its bytes are kept for the signature. Of other bytes a signature
 * would not say what they mean, and a form's fields are not what the schemas describe.
 *
 * @param bodyLimit the largest body that is read, in bytes
 */
export function readJsonOnly(application: NestFastifyApplication, bodyLimit: number | undefined): void {
  const fastify = application.getHttpAdapter().getInstance();
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  application.useBodyParser('application/json', { bodyLimit }, (request, body, done) => {
    if (!isUtf8(body)) {
      done(new DispatchError('invalid_message', 'The body is not UTF-8'));
      return;
    }
    void parseJson(request as FastifyRequest, body.toString(), done);
  });
}
