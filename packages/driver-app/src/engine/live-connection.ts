import type { DriverSelf } from '@driver-dispatch/contract/messages';
import { isUnauthorized, type EngineClient } from './engine-client';
import { readEvents } from './event-stream';

/** How changes arrive: at once, with the next poll, or not at all. */
export type Connection = 'connecting' | 'live' | 'polling' | 'offline';

/** Maximum silence of the event stream in ms. The engine sends a comment more often. */
const SILENCE_MS = 45_000;

/** Pauses between two attempts, in ms. */
const PAUSES_MS = [500, 1_000, 2_000, 5_000, 10_000];

interface Listener {
  onSelf: (self: DriverSelf) => void;
  onConnection: (connection: Connection) => void;
  /** The session has ended. */
  onUnauthorized: () => void;
}

/** Receives the driver's changes from the event stream, and polls while there is no stream. */
export class LiveConnection {
  private readonly stopping = new AbortController();
  private wakeUp: () => void = () => undefined;
  private streaming: AbortController | undefined;
  private failures = 0;

  constructor(
    private readonly client: Pick<EngineClient, 'me' | 'openEvents'>,
    private readonly listener: Listener,
  ) {}

  async run(): Promise<void> {
    const { signal } = this.stopping;
    try {
      while (!signal.aborted) {
        const isRegularEnd = await this.stream();
        // The engine ends each stream after some minutes.
        if (!signal.aborted && !isRegularEnd) {
          await this.poll();
          await this.pause();
        }
      }
    } catch (error) {
      if (!isUnauthorized(error)) {
        throw error;
      }
      if (!signal.aborted) {
        this.listener.onUnauthorized();
      }
    }
  }

  /** Ends the stream, whose connection is lost, and polls. */
  interrupt(): void {
    this.streaming?.abort();
  }

  /** Ends the current pause, such as when the network is back. */
  wake(): void {
    this.failures = 0;
    this.wakeUp();
  }

  stop(): void {
    this.stopping.abort();
    this.interrupt();
    this.wakeUp();
  }

  /**
   * Reads the stream until it fails, ends or is silent.
   *
   * @returns whether the engine has ended the stream after an event
   * @throws DispatchError `unauthorized`
   */
  private async stream(): Promise<boolean> {
    const streaming = new AbortController();
    this.streaming = streaming;
    const abort = () => streaming.abort();
    let timer = setTimeout(abort, SILENCE_MS);
    let hasReceived = false;
    try {
      const stream = await this.client.openEvents(streaming.signal);
      const onChunk = () => {
        clearTimeout(timer);
        timer = setTimeout(abort, SILENCE_MS);
      };
      const onData = (data: string) => {
        hasReceived = true;
        this.receive(JSON.parse(data) as DriverSelf);
      };
      await readEvents(stream, 'self', onData, onChunk);
      return hasReceived;
    } catch (error) {
      if (isUnauthorized(error)) {
        throw error;
      }
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  private receive(self: DriverSelf): void {
    this.failures = 0;
    this.listener.onSelf(self);
    this.listener.onConnection('live');
  }

  private async poll(): Promise<void> {
    try {
      this.listener.onSelf(await this.client.me());
      this.listener.onConnection('polling');
    } catch (error) {
      if (isUnauthorized(error)) {
        throw error;
      }
      this.listener.onConnection('offline');
    }
  }

  private pause(): Promise<void> {
    const ms = PAUSES_MS[Math.min(this.failures, PAUSES_MS.length - 1)]!;
    this.failures += 1;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
