import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Accepts proof images of any device with a permit, in place of the shop. */
export class ProofImageStore {
  readonly images: { contentType: string; bytes: Buffer }[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<ProofImageStore> {
    const store: ProofImageStore = new ProofImageStore(
      createServer((request, response) => {
        response.setHeader('access-control-allow-origin', '*');
        response.setHeader('access-control-allow-headers', 'authorization, content-type');
        if (request.method === 'OPTIONS') {
          response.writeHead(204).end();
          return;
        }
        void buffer(request).then((bytes) => {
          if (!request.headers.authorization?.startsWith('Bearer ')) {
            response.writeHead(401).end();
            return;
          }
          store.images.push({ contentType: request.headers['content-type']!, bytes });
          response.setHeader('content-type', 'application/json');
          response.end(JSON.stringify({ url: `${store.url}/${store.images.length}` }));
        });
      }),
    );
    store.server.listen(0, '127.0.0.1');
    await once(store.server, 'listening');
    return store;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/proof-images`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
