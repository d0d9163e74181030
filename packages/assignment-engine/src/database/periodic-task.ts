import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';

/** Work that an engine repeats while it runs. A run that takes longer than the interval skips the next ones. */
export abstract class PeriodicTask implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;

  /**
   * @param everyMs interval in ms
   * @param failure log message of a failed run
   */
  constructor(
    protected readonly logger: EngineLogger,
    protected readonly everyMs: number,
    private readonly failure: string,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.tick(), this.everyMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  protected abstract run(): Promise<void>;

  protected tick(): void {
    this.running ??= this.run()
      .catch((error: unknown) => this.onError(error))
      .finally(() => (this.running = undefined));
  }

  protected onError(error: unknown): void {
    this.logger.warn(this.failure, { error: describeError(error) });
  }
}
