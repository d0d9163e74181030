import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { DispatchError, type UnverifiedBodies } from '@driver-dispatch/contract';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { parse } from 'secure-json-parse';

/**
 * Accepts JSON bodies only, and does not read them: a guard reads a body ({@link readBody}) after it has checked the
 * headers, and a pipe parses it ({@link parseJson}) after the sender is verified. An encoded body, such as with gzip, is
 * rejected and never decoded.
 */
export function acceptJsonOnly(application: NestFastifyApplication): void {
  const fastify = application.getHttpAdapter().getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', leaveUnread);
}

/** A parser of a content type that rejects an encoded body and does not read another one. */
export function leaveUnread(
  { headers }: FastifyRequest,
  payload: IncomingMessage,
  done: (error: Error | null, body?: unknown) => void,
): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  const encoded = encoding.toLowerCase() !== 'identity';
  done(encoded ? unsupportedEncoding() : null, payload);
}

/**
 * Reads the body of a request and sets `body` to its bytes.
 *
 * @returns undefined for a request without a body
 * @throws DispatchError as `UnverifiedBodies.receive`
 */
export async function readBody(
  request: FastifyRequest,
  bodies: UnverifiedBodies,
): Promise<Buffer | undefined> {
  const payload = request.body as IncomingMessage | undefined;
  const bytes = payload && (await bodies.receive(payload, request.ip));
  request.body = bytes;
  return bytes;
}

/**
 * Parses a body's bytes.
 *
 * @throws DispatchError `invalid_message` if the body is not JSON in UTF-8, or sets a prototype
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

function unsupportedEncoding(): DispatchError {
  return new DispatchError('unsupported_encoding', 'The body must not be encoded: content-encoding');
}
