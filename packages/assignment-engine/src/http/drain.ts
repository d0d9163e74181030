import type { Server as HttpServer } from 'node:http';
import { Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** How long clients have to leave the connections that they keep open, in ms. */
const GRACE_MS = 1_000;

/**
 * Ends a server's connections without failing a request: a connection that is closed while its client sends fails that
 * request, although no engine received it.
 *
 * @returns stops accepting connections, answers each request that still comes with `connection: close`, and resolves
 * when no connection is left or a second has passed
 */
export function connectionDrain(application: NestFastifyApplication): () => Promise<void> {
  let draining = false;
  application
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (_, reply, done) => {
      if (draining) {
        void reply.header('connection', 'close');
      }
      done();
    });
  return async () => {
    draining = true;
    const server = application.getHttpServer() as HttpServer;
    if (!server.listening) {
      return;
    }
    // An HTTP server's own close() ends idle connections at once.
    const closed = new Promise<void>((resolve) => Server.prototype.close.call(server, () => resolve()));
    await Promise.race([closed, sleep(GRACE_MS)]);
  };
}
