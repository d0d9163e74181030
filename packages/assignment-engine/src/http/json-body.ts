import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { DispatchError } from '@driver-dispatch/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { parse } from 'secure-json-parse';
import { UnverifiedBodies } from './unverified-bodies';

/**
 * Reads bodies of JSON and no others, as bytes: they are parsed after the sender is verified ({@link parseJson}). A body
 * that is encoded, such as by gzip, is refused and never inflated.
 *
 * @param bodyLimit the largest body that is read, in bytes
 */
export function readJsonOnly(application: NestFastifyApplication, bodyLimit: number): void {
  const bodies = application.get(UnverifiedBodies);
  const fastify = application.getHttpAdapter().getInstance();
  fastify.addHook('preParsing', (request, reply, _, done) => {
    const error = refusalOf(request) ?? (bodies.begin(request, reply) ? undefined : tooManyUnverified());
    if (error) {
      // The rest of the body is not wanted.
      void reply.header('connection', 'close');
    }
    done(error);
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', (request: FastifyRequest, payload: IncomingMessage) =>
    readBody(request, payload, bodyLimit, bodies),
  );
}

function refusalOf({ headers }: FastifyRequest): DispatchError | undefined {
  const encoding = headers['content-encoding'] ?? 'identity';
  return encoding.toLowerCase() === 'identity'
    ? undefined
    : new DispatchError('unsupported_encoding', 'The body must not be encoded: content-encoding');
}

function readBody(
  request: FastifyRequest,
  payload: IncomingMessage,
  bodyLimit: number,
  bodies: UnverifiedBodies,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const refuse = (error: DispatchError) => {
      payload.off('data', read);
      reject(error);
    };
    const read = (chunk: Buffer) => {
      length += chunk.length;
      if (length > bodyLimit) {
        refuse(tooLarge(bodyLimit));
      } else if (bodies.add(request, chunk.length)) {
        chunks.push(chunk);
      } else {
        refuse(tooManyUnverified());
      }
    };
    if (Number(request.headers['content-length']) > bodyLimit) {
      reject(tooLarge(bodyLimit));
      return;
    }
    payload.on('data', read);
    payload.once('end', () => resolve(Buffer.concat(chunks)));
    payload.once('error', () => reject(new DispatchError('invalid_message', 'The body is incomplete')));
  });
}

/**
 * Parses a body's bytes.
 *
 * @throws DispatchError `invalid_message` for what is no JSON in UTF-8, or sets a prototype
 */
export function parseJson(bytes: Buffer): unknown {
  if (!isUtf8(bytes)) {
    throw new DispatchError('invalid_message', 'The body is not UTF-8');
  }
  try {
    return parse(bytes.toString(), { protoAction: 'error', constructorAction: 'error' });
  } catch {
    throw new DispatchError('invalid_message', 'The body is not valid JSON');
  }
}

function tooLarge(bodyLimit: number): DispatchError {
  return new DispatchError('payload_too_large', `The body is larger than ${bodyLimit} bytes`);
}

function tooManyUnverified(): DispatchError {
  return new DispatchError('rate_limited', 'Too many requests are not verified yet');
}
