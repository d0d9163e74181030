import { randomUUID } from 'node:crypto';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  deliveryEventBatch,
  signMessage,
  type DeliveryEvent,
  type DeliveryEventBatch,
  type DeliveryEventResult,
  type DeliveryEventResults,
} from '@driver-dispatch/contract';

/** Where Vendure takes the engine's events. */
const EVENTS_PATH = '/driver-dispatch/events';

/** One request of an engine, with its events. */
export interface Telling {
  engine: string;
  events: DeliveryEvent[];
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
    private readonly keys: string[],
  ) {}

  /** @param keys sign the events that are sent in other batches than the engine's */
  static async start(shopPort: () => number, keys: string[]): Promise<WebhookGateway> {
    const server = createServer();
    const gateway: WebhookGateway = new WebhookGateway(server, shopPort, keys);
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

  /** Signs events and sends them to Vendure in a batch. */
  async postEvents(events: unknown[], keys = this.keys, at = new Date()): Promise<Answer> {
    const body = JSON.stringify(deliveryEventBatch(events));
    const headers = { 'content-type': 'application/json', ...signMessage(keys, randomUUID(), body, at) };
    return this.post(headers, body);
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
    const answer =
      pathname === EVENTS_PATH
        ? await this.decide(searchParams.get('engine') ?? '', headers, body)
        : await this.post(headers, body, pathname);
    if (answer && !outgoing.destroyed) {
      outgoing.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      outgoing.end(answer.body);
    }
  }

  private async decide(
    engine: string,
    headers: Record<string, string>,
    body: Buffer,
  ): Promise<Answer | undefined> {
    const { data } = JSON.parse(body.toString()) as DeliveryEventBatch;
    const { absorbed } = this;
    const isAbsorbed = ({ data: { sellerOrderId } }: DeliveryEvent) =>
      absorbed !== undefined && sellerOrderId.startsWith(absorbed);
    const events = data.events.filter((event) => !isAbsorbed(event));
    const taken = data.events.filter(isAbsorbed);
    if (taken.length === 0) {
      return this.handler({ engine, events, headers, body }, () => this.post(headers, body));
    }
    const answer =
      events.length === 0
        ? { status: 200, body: '{"results":[]}' }
        : await this.handler({ engine, events, headers, body }, () => this.postEvents(events));
    const applied = taken.map(({ id }) => ({ id, result: 'applied' as const }));
    return answer?.status === 200 ? withResults(answer, applied) : answer;
  }
}

/** The results that an answer has. */
export function resultsOf({ status, body }: Answer): DeliveryEventResult[] {
  return status === 200 ? (JSON.parse(body!) as DeliveryEventResults).results : [];
}

/** The answer with results of more events. */
function withResults(answer: Answer, more: DeliveryEventResult[]): Answer {
  return { ...answer, body: JSON.stringify({ results: [...resultsOf(answer), ...more] }) };
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
