import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveryEvent } from '@driver-dispatch/contract';

/** Where Vendure takes the engine's events. */
const EVENTS_PATH = '/driver-dispatch/events';

/** One try of an engine to tell Vendure of an event. */
export interface Telling {
  engine: string;
  event: DeliveryEvent;
  headers: Record<string, string>;
  body: Buffer;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * Decides what becomes of a telling. `forward` brings it to Vendure and resolves to Vendure's answer. To answer
 * nothing, and leave the engine waiting, resolve to undefined.
 */
export type TellingHandler = (
  telling: Telling,
  forward: () => Promise<Answer>,
) => Promise<Answer | undefined>;

const forwardAll: TellingHandler = (_telling, forward) => forward();

/** Stands before Vendure's webhook: passes events on, and can be any kind of bad receiver. */
export class WebhookGateway {
  /** What becomes of each telling from now on. */
  handler: TellingHandler = forwardAll;
  /** Orders that the shop has not heard of, by what their ids begin with: their events are taken for it. */
  private absorbed: string | undefined;
  /** Whether connections are ended before a word is said. */
  private refusing = false;

  private constructor(
    private readonly server: Server,
    private readonly shopPort: () => number,
  ) {}

  static async start(shopPort: () => number): Promise<WebhookGateway> {
    const server = createServer();
    const gateway: WebhookGateway = new WebhookGateway(server, shopPort);
    server.on('request', (incoming, outgoing) => {
      gateway.take(incoming, outgoing).catch(() => outgoing.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${EVENTS_PATH}`;
  }

  /** Takes the events of orders that were sent to the engines past the shop: they begin with this prefix. */
  absorb(prefix: string): void {
    this.absorbed = prefix;
  }

  refuse(): void {
    this.refusing = true;
    this.server.closeAllConnections();
  }

  heal(): void {
    this.refusing = false;
    this.handler = forwardAll;
  }

  /** Brings something to Vendure's webhook, past the engines. */
  async post(headers: Record<string, string>, body: Buffer | string, path = EVENTS_PATH): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const options = { port: this.shopPort(), host: '127.0.0.1', path, method: 'POST', headers };
      const outgoing = request(options, (incoming) => {
        readAll(incoming).then(
          (reply) => resolve({ status: incoming.statusCode!, body: reply.toString() }),
          reject,
        );
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    if (this.refusing) {
      outgoing.destroy();
      return;
    }
    const { pathname, searchParams } = new URL(incoming.url!, 'http://gateway');
    const headers = signedHeaders(incoming);
    const forward = () => this.post(headers, body, pathname);
    const answer =
      pathname === EVENTS_PATH ? await this.decide(searchParams, headers, body, forward) : await forward();
    if (answer && !outgoing.destroyed) {
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      outgoing.end(answer.status === 204 ? undefined : answer.body);
    }
  }

  private async decide(
    parameters: URLSearchParams,
    headers: Record<string, string>,
    body: Buffer,
    forward: () => Promise<Answer>,
  ): Promise<Answer | undefined> {
    const event = parse(body);
    if (this.absorbed !== undefined && event.data.sellerOrderId.startsWith(this.absorbed)) {
      return { status: 204 };
    }
    return this.handler({ engine: parameters.get('engine') ?? '', event, headers, body }, forward);
  }
}

function parse(body: Buffer): DeliveryEvent {
  return JSON.parse(body.toString()) as DeliveryEvent;
}

function signedHeaders({ headers }: IncomingMessage): Record<string, string> {
  const names = ['content-type', 'webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return Object.fromEntries(names.map((name) => [name, String(headers[name])]));
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
