import { connect, createServer, type AddressInfo, type Server } from 'node:net';

/** Proxy to another port that counts POST requests. */
export class RequestCounter {
  requests = 0;

  private constructor(private readonly server: Server) {}

  static async to(port: number): Promise<RequestCounter> {
    const server = createServer({ noDelay: true });
    const counter = new RequestCounter(server);
    server.on('connection', (client) => {
      const target = connect({ port, host: '127.0.0.1', noDelay: true });
      // A client writes a request only after the last response.
      client.on('data', (chunk) => (counter.requests += Number(chunk.subarray(0, 5).toString() === 'POST ')));
      for (const socket of [client, target]) {
        socket.on('error', () => undefined);
        socket.on('close', () => [client, target].forEach((either) => either.destroy()));
      }
      client.pipe(target).pipe(client);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return counter;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
  }
}
