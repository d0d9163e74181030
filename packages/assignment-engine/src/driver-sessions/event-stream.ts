import type { ServerResponse } from 'node:http';
import type { DriverSelf } from '@driver-dispatch/contract';

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

  end(): void {
    this.response.end();
  }
}
