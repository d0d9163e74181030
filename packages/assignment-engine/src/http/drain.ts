import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Milliseconds for clients to close their keep-alive connections. */
const GRACE_MS = 1_000;

/**
 * Drains a server's connections without failing a request. Closing a connection while its client sends a request would
 * fail the request, although no engine received it.
 *
 * A connection on which nothing was received, such as one that a browser has opened in advance, is closed at the end: Node.js
 * does not count it as idle.
 *
 * @returns a function that stops accepting connections, answers further requests with `connection: close`, and resolves
 * when no connection is left or after a second
 */
export function connectionDrain(application: NestFastifyApplication): () => Promise<void> {
  let draining = false;
  const sockets = new Set<Socket>();
  (application.getHttpServer() as HttpServer).on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
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
    // close() of an HTTP server would close idle connections at once.
    const closed = new Promise<void>((resolve) => Server.prototype.close.call(server, () => resolve()));
    await Promise.race([closed, sleep(GRACE_MS)]);
    [...sockets].filter(({ bytesRead }) => bytesRead === 0).forEach((socket) => socket.destroy());
  };
}
