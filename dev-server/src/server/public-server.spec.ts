import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { certificateFor } from './certificate';
import { closePublicServer, startPublicServer } from './public-server';

describe('the HTTPS server for the local network', () => {
  let directory: string;
  let servers: Server[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'certificate-'));
    servers = [];
  });

  afterEach(async () => {
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    rmSync(directory, { recursive: true });
  });

  /** Starts a server that replies with its name and how it was called. Returns its URL. */
  async function start(name: string): Promise<string> {
    const server = createServer(({ headers }, response) => {
      response.end(`${name} ${headers['x-forwarded-proto']}://${headers.host}`);
    });
    servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('forwards requests to the engine or the shop by their path', async () => {
    const certificate = await certificateFor('127.0.0.1', directory);
    const [shopUrl, engineUrl] = [await start('shop'), await start('engine')];
    const server = await startPublicServer({ port: 0, certificate, shopUrl, engineUrl });
    const { port } = server.address() as AddressInfo;
    const get = async (path: string) => {
      const sent = request({ host: '127.0.0.1', port, path, ca: certificate.cert }).end();
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      return text(response);
    };
    const host = `https://127.0.0.1:${port}`;
    for (const path of ['/driver', '/driver/assets/a.js', '/v1/driver/me']) {
      expect([path, await get(path)]).toEqual([path, `engine ${host}`]);
    }
    for (const path of ['/dashboard', '/driver-dispatch/proof-images', '/shop-api']) {
      expect([path, await get(path)]).toEqual([path, `shop ${host}`]);
    }
    await closePublicServer(server);
  });

  it('keeps its certificate until the address changes', async () => {
    const first = await certificateFor('10.0.0.1', directory);
    expect(await certificateFor('10.0.0.1', directory)).toEqual(first);
    expect((await certificateFor('10.0.0.2', directory)).cert).not.toBe(first.cert);
  });
});
