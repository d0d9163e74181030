import type { EngineClient } from '@driver-dispatch/contract';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Instrument, Logger, ProcessContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION, LOG_CONTEXT } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { EventApplierService } from '../events/event-applier.service';
import { KnownDeliveriesService } from '../events/known-deliveries.service';

/** Connects to the engine and closes the connection at shutdown. */
@Injectable()
@Instrument()
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

  /** @throws if the connection fails; the next call retries */
  client(): Promise<EngineClient> {
    this.connecting ??= this.connect();
    return this.connecting;
  }

  async onApplicationShutdown(): Promise<void> {
    try {
      await (await this.connecting)?.close();
    } catch (error) {
      Logger.warn(`Engine connection not closed: ${(error as Error).message}`, LOG_CONTEXT);
    }
  }

  private async connect(): Promise<EngineClient> {
    try {
      return await this.configuration.engine.connect({
        sink: {
          deliver: (events) => this.events.receive(events),
          reconcile: (message) => this.known.answer(message),
        },
        // Only one process can listen on the port. An in-process engine in a worker does not listen.
        listen: this.processContext.isServer,
      });
    } catch (error) {
      this.connecting = undefined;
      throw error;
    }
  }
}
