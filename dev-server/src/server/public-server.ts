import { createServer, type Server } from 'node:https';
import { once } from 'node:events';
import { createProxyMiddleware } from 'http-proxy-middleware';
import type { Certificate } from './certificate';

/** Paths of the engine. All other paths are of the shop. */
const ENGINE_PATH = /^\/(driver|v1)(\/|\?|$)/;

export interface PublicServerOptions {
  port: number;
  certificate: Certificate;
  shopUrl: string;
  engineUrl: string;
}

/** Starts an HTTPS server for the local network. It forwards requests to the shop and the engine, as a reverse proxy does. */
export async function startPublicServer(options: PublicServerOptions): Promise<Server> {
  const { port, certificate, shopUrl, engineUrl } = options;
  const forward = createProxyMiddleware({
    target: shopUrl,
    router: ({ url = '' }) => (ENGINE_PATH.test(url) ? engineUrl : shopUrl),
    xfwd: true,
  });
  const server = createServer(certificate, (request, response) => void forward(request, response));
  server.listen(port);
  await once(server, 'listening');
  return server;
}

/** Closes the server and its connections, such as open event streams. */
export async function closePublicServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
