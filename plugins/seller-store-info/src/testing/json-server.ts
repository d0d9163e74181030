import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Redirect target, which responds with 200. */
const ELSEWHERE = '/elsewhere';

export interface SeenRequest {
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Milliseconds since the Unix epoch. */
  at: number;
}

/** A local test server that sends a configurable JSON response and records its requests. */
export class JsonServer {
  readonly requests: SeenRequest[] = [];
  /** Status and body of the following responses. */
  status = 200;
  body: unknown = [];
  /** Delay of the response in milliseconds. */
  delayMs = 0;
  private held: Promise<void> | undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<JsonServer> {
    const server = createServer();
    const jsonServer = new JsonServer(server);
    server.on('request', (request, response) => void jsonServer.respond(request, response));
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
   * Holds all responses.
   *
   * @returns a function that releases the held responses
   */
  hold(): () => void {
    let release = () => undefined as void;
    this.held = new Promise<void>((resolve) => (release = resolve));
    return () => {
      this.held = undefined;
      release();
    };
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
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
