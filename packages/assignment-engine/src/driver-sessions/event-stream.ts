import type { ServerResponse } from 'node:http';
import type { DriverSelf } from '@driver-dispatch/contract';

/** Time in which a client can read the rest of a stream, in ms. */
const LINGER_MS = 1_000;

/** The stream of server-sent events of one session. */
export class EventStream {
  private last: string | undefined;
  private readonly openedAt = Date.now();
  private heartbeatAt = 0;

  constructor(
    readonly sessionId: string,
    readonly driverId: string,
    private readonly response: ServerResponse,
  ) {}

  get ageMs(): number {
    return Date.now() - this.openedAt;
  }

  /** Sends an event, unless only times have changed since the last one. */
  send(self: DriverSelf): void {
    const { serverTime: _time, session: _session, ...state } = self;
    const changed = JSON.stringify(state);
    if (changed !== this.last) {
      this.last = changed;
      this.response.write(`event: self\ndata: ${JSON.stringify(self)}\n\n`);
    }
  }

  /**
   * Sends a comment, which keeps the connection open, if the last one is old enough.
   *
   * @returns whether a comment was sent
   */
  keepAlive(everyMs: number): boolean {
    const due = Date.now() - this.heartbeatAt >= everyMs;
    if (due) {
      this.heartbeatAt = Date.now();
      this.response.write(': keep-alive\n\n');
    }
    return due;
  }

  /** Ends the stream. The connection of a client that does not read is closed after a second. */
  end(): void {
    this.response.end();
    const timer = setTimeout(() => this.response.destroy(), LINGER_MS).unref();
    this.response.once('close', () => clearTimeout(timer));
  }
}
