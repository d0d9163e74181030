import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { ReconciliationService } from './reconciliation.service';

/** Periodically compares the deliveries of the last day with Vendure. */
@Injectable()
export class ReconciliationSchedule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly reconciliation: ReconciliationService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  onApplicationBootstrap(): void {
    if (this.configuration.outbox.enabled) {
      this.running = this.run();
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    const pauseMs = this.configuration.reconciliation.everySeconds * 1_000;
    while (await sleep(pauseMs, true, { signal, ref: false }).catch(() => false)) {
      try {
        await this.reconciliation.compareWithVendure({ signal });
      } catch (error) {
        this.logger.warn('Scheduled reconciliation failed', { error: describeError(error) });
      }
    }
  }
}
