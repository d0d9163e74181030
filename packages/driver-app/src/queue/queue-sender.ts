import type { SendResult } from './step-queue';

/** Pauses after a failure in ms. The last one repeats. */
const PAUSES_MS = [1_000, 2_000, 5_000, 15_000, 30_000];

interface Parts {
  /** Sends the waiting steps. */
  send: () => Promise<SendResult>;
  /** Called after steps were accepted or refused. */
  onSent: () => Promise<void>;
  onUnauthorized: () => void;
}

/** Sends the queue when a step is added or the network is back, and retries with backoff. */
export class QueueSender {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private isRequested = false;
  private failures = 0;
  private stopped = false;

  constructor(private readonly parts: Parts) {}

  /** Sends now. Resolves when the steps are sent or can't be sent now. */
  trigger(): Promise<void> {
    clearTimeout(this.timer);
    this.isRequested = true;
    this.running ??= this.run();
    return this.running;
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private async run(): Promise<void> {
    while (this.isRequested && !this.stopped) {
      this.isRequested = false;
      try {
        await this.handle(await this.parts.send());
      } catch {
        // The storage has failed, such as after a break of a background tab.
        this.retryLater();
      }
    }
    this.running = undefined;
  }

  private async handle(result: SendResult): Promise<void> {
    if (this.stopped) {
      return;
    }
    if (result === 'unauthorized') {
      this.parts.onUnauthorized();
      return;
    }
    if (typeof result === 'string') {
      this.failures = 0;
      await (result === 'sent' ? this.parts.onSent() : undefined);
      return;
    }
    this.retryLater(result.retryAfterSeconds);
  }

  private retryLater(minSeconds = 0): void {
    if (this.stopped) {
      return;
    }
    const pause = PAUSES_MS[Math.min(this.failures, PAUSES_MS.length - 1)]!;
    this.failures += 1;
    const pauseMs = Math.max(pause, minSeconds * 1_000);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.trigger(), pauseMs);
  }
}
