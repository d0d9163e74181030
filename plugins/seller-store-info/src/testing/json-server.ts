import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a 302 leads, which answers 200. */
const ELSEWHERE = '/elsewhere';

export interface SeenRequest {
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Milliseconds since the Unix epoch. */
  at: number;
}

/** A server on the loopback that answers JSON as it is told, and remembers what it was asked. */
export class JsonServer {
  readonly requests: SeenRequest[] = [];
  /** What is answered next, and from then on. */
  status = 200;
  body: unknown = [];
  /** Milliseconds before it is. */
  delayMs = 0;
  private held: Promise<void> | undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<JsonServer> {
    const server = createServer();
    const jsonServer = new JsonServer(server);
    server.on('request', (request, response) => void jsonServer.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return jsonServer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /**
   * Answers nothing from now on.
   *
   * @returns what lets it answer again, that which it was asked meanwhile too
   */
  hold(): () => void {
    let release = () => undefined as void;
    this.held = new Promise<void>((resolve) => (release = resolve));
    return () => {
      this.held = undefined;
      release();
    };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    this.requests.push({
      path: pathname,
      query: searchParams,
      headers: request.headers,
      at: performance.now(),
    });
    await this.held;
    setTimeout(() => {
      const isElsewhere = pathname === ELSEWHERE;
      response.writeHead(isElsewhere ? 200 : this.status, {
        'content-type': 'application/json',
        ...(this.status === 302 && { location: ELSEWHERE }),
      });
      response.end(typeof this.body === 'string' ? this.body : JSON.stringify(this.body));
    }, this.delayMs);
  }
}
