import type { EngineClient } from '@driver-dispatch/contract';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Logger, ProcessContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION, LOG_CONTEXT } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { EventApplierService } from '../events/event-applier.service';
import { KnownDeliveriesService } from '../reconciliation/known-deliveries.service';

/** The engine, connected for as long as this process runs. */
@Injectable()
export class EngineService implements OnApplicationBootstrap, OnApplicationShutdown {
  private connecting: Promise<EngineClient> | undefined;

  constructor(
    private readonly events: EventApplierService,
    private readonly known: KnownDeliveriesService,
    private readonly processContext: ProcessContext,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.client();
  }

  /** @throws when the engine can't be connected now; the next call tries again */
  client(): Promise<EngineClient> {
    this.connecting ??= this.connect();
    return this.connecting;
  }

  async onApplicationShutdown(): Promise<void> {
    try {
      await (await this.connecting)?.close();
    } catch (error) {
      Logger.warn(`The engine was not closed: ${(error as Error).message}`, LOG_CONTEXT);
    }
  }

  private async connect(): Promise<EngineClient> {
    try {
      return await this.configuration.engine.connect({
        sink: {
          deliver: (events) => this.events.receive(events),
          reconcile: (message) => this.known.answer(message),
        },
        // One port, one process: a worker's engine shares the work without listening.
        listen: this.processContext.isServer,
      });
    } catch (error) {
      this.connecting = undefined;
      throw error;
    }
  }
}
