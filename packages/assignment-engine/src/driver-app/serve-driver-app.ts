import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EngineConfiguration } from '../configuration/engine-options';
import type { EngineLogger } from '../observability/create-logger';
import { driverAppPolicy } from './driver-app-policy';
import { readStaticFiles, type StaticFile } from './static-files';

const PACKAGE = '@driver-dispatch/driver-app';

/** Files in this folder have a hash of their contents in their names. */
const UNCHANGEABLE = 'assets/';

const YEAR_SECONDS = 31_536_000;

/** Finds the built driver app. Returns undefined if its package is not installed, or not built in a clone. */
export function findDriverApp(): string | undefined {
  try {
    const directory = join(dirname(require.resolve(`${PACKAGE}/package.json`)), 'dist');
    return existsSync(join(directory, 'index.html')) ? directory : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Serves the driver app at `/driver/` from memory, with a content security policy of its own. Files with a hash in their
 * names are cached for a year, others are validated with each request.
 *
 * @param directory of the built app; undefined if it is not installed
 */
export function serveDriverApp(
  application: NestFastifyApplication,
  configuration: EngineConfiguration,
  logger: EngineLogger,
  directory: string | undefined,
): void {
  const { enabled, demo, mapTiles } = configuration.driverApp;
  if (!enabled) {
    return;
  }
  if (directory === undefined) {
    logger.info('Driver app not installed, /driver answers with 404', { package: PACKAGE });
    return;
  }
  const files = readStaticFiles(directory);
  const policy = driverAppPolicy(configuration);
  const settings = { engineUrl: '', demo, mapTiles };
  const fastify = application.getHttpAdapter().getInstance();
  fastify.get('/driver', (_, reply) => reply.redirect('/driver/', 308));
  fastify.get('/driver/config.json', (_, reply) => reply.header('cache-control', 'no-cache').send(settings));
  fastify.get('/driver/*', (request: FastifyRequest<{ Params: { '*': string } }>, reply) => {
    const path = request.params['*'] || 'index.html';
    const file = files.get(path);
    if (!file) {
      return reply.callNotFound();
    }
    void reply.headers({
      'content-security-policy': policy,
      'cache-control': path.startsWith(UNCHANGEABLE)
        ? `public, max-age=${YEAR_SECONDS}, immutable`
        : 'no-cache',
    });
    return sendFile(file, request, reply);
  });
}

/** Sends a file in the best form that the client accepts, or 304 if the client has it. */
function sendFile(
  { contentType, etag, contents }: StaticFile,
  { headers }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  void reply.headers({ etag, vary: 'accept-encoding' });
  if (headers['if-none-match']?.includes(etag)) {
    return reply.status(304).send();
  }
  const accepted = String(headers['accept-encoding'] ?? '');
  const encoding = (['br', 'gzip'] as const).find((name) => contents[name] && accepted.includes(name));
  if (encoding) {
    void reply.header('content-encoding', encoding);
  }
  return reply.type(contentType).send(contents[encoding ?? 'identity']);
}
