import type { HealthReport } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { CacheService, EventBus, Logger } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { EngineService } from '../submission/engine.service';
import { EngineHealthChangedEvent } from './engine-health-changed.event';

/** In Vendure's cache, which a shop's processes may share: one of them tells of a change then. */
const STATUS_KEY = 'driver-dispatch:engine-status';

type Status = HealthReport['status'];

/** Watches the engine's health, so that a shop can be alerted. */
@Injectable()
export class EngineHealthService {
  constructor(
    private readonly engine: EngineService,
    private readonly eventBus: EventBus,
    private readonly cache: CacheService,
  ) {}

  /** Asks the engine, and publishes an {@link EngineHealthChangedEvent} when it is not as it was. Never throws for it. */
  async check(): Promise<{ status: Status }> {
    const { status, report, problem } = await this.ask();
    const previous = (await this.cache.get<Status>(STATUS_KEY)) ?? 'up';
    if (status !== previous) {
      await this.cache.set<Status>(STATUS_KEY, status);
      log(status, report ? JSON.stringify(report) : problem);
      await this.eventBus.publish(new EngineHealthChangedEvent(status, previous, report, problem));
    }
    return { status };
  }

  private async ask(): Promise<{ status: Status; report?: HealthReport; problem?: string }> {
    try {
      const report = await (await this.engine.client()).health();
      return { status: report.status, report };
    } catch (error) {
      return { status: 'down', problem: (error as Error).message };
    }
  }
}

function log(status: Status, facts: string | undefined): void {
  const line = `The engine is ${status}: ${facts}`;
  if (status === 'up') {
    Logger.info(line, LOG_CONTEXT);
  } else if (status === 'degraded') {
    Logger.warn(line, LOG_CONTEXT);
  } else {
    Logger.error(line, LOG_CONTEXT);
  }
}
