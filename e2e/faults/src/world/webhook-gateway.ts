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

/** Path of Vendure's webhook endpoint. */
const EVENTS_PATH = '/driver-dispatch/events';

/** A webhook request of an engine, without the events that the gateway itself acknowledges. */
export interface WebhookRequest {
  engine: string;
  events: DeliveryEvent[];
  headers: Record<string, string>;
  body: Buffer;
}

export interface GatewayResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * Responds to a webhook request. `forward` sends it to Vendure and resolves to Vendure's response. If the gateway
 * acknowledges some events of the batch itself, `forward` sends the others as a new signed batch. Resolves to undefined to
 * send no response.
 */
export type WebhookHandler = (
  webhookRequest: WebhookRequest,
  forward: () => Promise<GatewayResponse>,
) => Promise<GatewayResponse | undefined>;

const forwardAll: WebhookHandler = (_webhookRequest, forward) => forward();

/** Proxy in front of Vendure's webhook endpoint. Forwards requests, and can simulate any kind of failing endpoint. */
export class WebhookGateway {
  /** Responds to each webhook request from now on. */
  handler: WebhookHandler = forwardAll;
  /** Prefix of orders that the shop does not have. The gateway itself acknowledges their events. */
  private directPrefix: string | undefined;
  /** Whether connections are accepted and then closed without a response. */
  private droppingConnections = false;

  private constructor(
    private readonly server: Server,
    private readonly shopPort: () => number,
    private readonly keys: string[],
  ) {}

  /** @param keys sign the batches that the gateway builds itself */
  static async start(shopPort: () => number, keys: string[]): Promise<WebhookGateway> {
    const server = createServer();
    const gateway: WebhookGateway = new WebhookGateway(server, shopPort, keys);
    server.on('request', (incoming, outgoing) => {
      gateway.handle(incoming, outgoing).catch(() => outgoing.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${EVENTS_PATH}`;
  }

  /** Acknowledges the events of orders that were submitted directly to the engines. Their ids have this prefix. */
  acknowledgeDirect(prefix: string): void {
    this.directPrefix = prefix;
  }

  /** Closes all connections, and from now on each new connection once its request is received. */
  dropConnections(): void {
    this.droppingConnections = true;
    this.server.closeAllConnections();
  }

  /** Stops dropping connections, and replaces the {@link handler} by one that forwards all requests. */
  heal(): void {
    this.droppingConnections = false;
    this.handler = forwardAll;
  }

  /** Sends a request to Vendure's webhook endpoint. */
  async post(
    headers: Record<string, string>,
    body: Buffer | string,
    path = EVENTS_PATH,
  ): Promise<GatewayResponse> {
    return new Promise((resolve, reject) => {
      const options = { port: this.shopPort(), host: '127.0.0.1', path, method: 'POST', headers };
      const outgoing = request(options, (incoming) => {
        readAll(incoming).then(
          (responseBody) => resolve({ status: incoming.statusCode!, body: responseBody.toString() }),
          reject,
        );
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }

  /** Signs events and sends them to Vendure in one batch. */
  async postEvents(events: unknown[], keys = this.keys, at = new Date()): Promise<GatewayResponse> {
    const body = JSON.stringify(deliveryEventBatch(events));
    const headers = { 'content-type': 'application/json', ...signMessage(keys, randomUUID(), body, at) };
    return this.post(headers, body);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readAll(incoming);
    if (this.droppingConnections) {
      outgoing.destroy();
      return;
    }
    const { pathname, searchParams } = new URL(incoming.url!, 'http://gateway');
    const headers = signedHeaders(incoming);
    const response =
      pathname === EVENTS_PATH
        ? await this.respond(searchParams.get('engine') ?? '', headers, body)
        : await this.post(headers, body, pathname);
    if (response && !outgoing.destroyed) {
      outgoing.writeHead(response.status, { 'content-type': 'application/json', ...response.headers });
      outgoing.end(response.body);
    }
  }

  private async respond(
    engine: string,
    headers: Record<string, string>,
    body: Buffer,
  ): Promise<GatewayResponse | undefined> {
    const { data } = JSON.parse(body.toString()) as DeliveryEventBatch;
    const { directPrefix } = this;
    const isDirect = ({ data: { sellerOrderId } }: DeliveryEvent) =>
      directPrefix !== undefined && sellerOrderId.startsWith(directPrefix);
    const events = data.events.filter((event) => !isDirect(event));
    const direct = data.events.filter(isDirect);
    if (direct.length === 0) {
      return this.handler({ engine, events, headers, body }, () => this.post(headers, body));
    }
    const response =
      events.length === 0
        ? { status: 200, body: '{"results":[]}' }
        : await this.handler({ engine, events, headers, body }, () => this.postEvents(events));
    const applied = direct.map(({ id }) => ({ id, result: 'applied' as const }));
    return response?.status === 200 ? withResults(response, applied) : response;
  }
}

/** Returns the event results of a response; none unless its status is 200. */
export function parseResults({ status, body }: GatewayResponse): DeliveryEventResult[] {
  return status === 200 ? (JSON.parse(body!) as DeliveryEventResults).results : [];
}

/** Adds results of more events to a response. */
function withResults(response: GatewayResponse, more: DeliveryEventResult[]): GatewayResponse {
  return { ...response, body: JSON.stringify({ results: [...parseResults(response), ...more] }) };
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
