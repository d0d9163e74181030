import { DRIVER_SESSION_PATH, signInReplySchema, type DriverSelf } from '@driver-dispatch/contract';
import { eventually, type TestEngine } from './test-engine';

/** A device on which a driver is signed in. */
export class DriverDevice {
  private readonly streams: AbortController[] = [];

  private constructor(
    private readonly engine: TestEngine,
    readonly driverId: string,
    readonly sessionId: string,
    readonly token: string,
  ) {}

  /** Signs a registered driver in with an invitation. */
  static async signIn(engine: TestEngine, driverId: string, deviceName = 'Phone'): Promise<DriverDevice> {
    const { body } = await engine.operate('POST', `/v1/drivers/${driverId}/invitations`, {});
    const response = await fetch(`${engine.url}${DRIVER_SESSION_PATH}/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ invitation: body.invitation, deviceName }),
    });
    const { token, session } = signInReplySchema.parse(await response.json());
    return new DriverDevice(engine, driverId, session.sessionId, token);
  }

  /** Sends a request with the session token. Returns status and body, for error responses as well. */
  async request(
    method: string,
    path: string,
    body?: unknown,
    { key, engine = this.engine }: { key?: string; engine?: TestEngine } = {},
  ): Promise<{ status: number; headers: Headers; body: any }> {
    const response = await fetch(`${engine.url}${DRIVER_SESSION_PATH}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  }

  /** Sends a step of a delivery. */
  step(deliveryId: string, step: string, body: unknown = {}, key?: string) {
    return this.request('POST', `deliveries/${deliveryId}/${step}`, body, { key });
  }

  /** Opens the event stream. */
  async listen(): Promise<DeviceEvents> {
    const abort = new AbortController();
    this.streams.push(abort);
    const response = await fetch(`${this.engine.url}${DRIVER_SESSION_PATH}/events`, {
      headers: { authorization: `Bearer ${this.token}` },
      signal: abort.signal,
    });
    return new DeviceEvents(response);
  }

  /** Closes all event streams. */
  close(): void {
    this.streams.splice(0).forEach((stream) => stream.abort());
  }
}

/** The received part of an event stream. */
export class DeviceEvents {
  readonly events: DriverSelf[] = [];
  readonly comments: string[] = [];
  hasEnded = false;

  constructor(readonly response: Response) {
    void this.read();
  }

  /** Waits for an event that matches. Returns the first one. */
  async until(matches: (self: DriverSelf) => boolean): Promise<DriverSelf> {
    await eventually(
      () => Promise.resolve(this.events),
      (events) => events.some(matches),
    );
    return this.events.find(matches)!;
  }

  private async read(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const chunk of this.response.body!) {
        text += decoder.decode(chunk as Uint8Array, { stream: true });
        const blocks = text.split('\n\n');
        text = blocks.pop()!;
        blocks.forEach((block) => this.receive(block));
      }
    } catch {
      // Closed by the test.
    }
    this.hasEnded = true;
  }

  private receive(block: string): void {
    if (block.startsWith(':')) {
      this.comments.push(block.slice(1).trim());
      return;
    }
    const [, event, data] = /^event: (\w+)\ndata: (.+)$/.exec(block) ?? [];
    if (event !== 'self') {
      throw new Error(`Unknown event: ${block}`);
    }
    this.events.push(JSON.parse(data!));
  }
}
