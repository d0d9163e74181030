import type { HealthReport } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { CacheService, EventBus, Instrument, Logger } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { EngineService } from './engine.service';
import type { Problem } from '../problems/problem';
import { toProblem } from '../problems/problem-error';
import { EngineHealthChangedEvent } from './engine-health-changed.event';

/** Key in Vendure's cache. With a shared cache, one process of the shop publishes a change. */
const STATUS_KEY = 'driver-dispatch:engine-status';

type Status = HealthReport['status'];

/** Checks the engine's health and publishes changes. */
@Injectable()
@Instrument()
export class EngineHealthService {
  constructor(
    private readonly engine: EngineService,
    private readonly eventBus: EventBus,
    private readonly cache: CacheService,
  ) {}

  /** Publishes an {@link EngineHealthChangedEvent} if the status has changed. Does not throw if the engine is down. */
  async check(): Promise<{ status: Status }> {
    const { status, report, problem } = await this.requestHealth();
    const previous = (await this.cache.get<Status>(STATUS_KEY)) ?? 'up';
    if (status !== previous) {
      await this.cache.set<Status>(STATUS_KEY, status);
      log(status, report ? JSON.stringify(report) : problem?.message);
      await this.eventBus.publish(new EngineHealthChangedEvent(status, previous, report, problem));
    }
    return { status };
  }

  private async requestHealth(): Promise<{ status: Status; report?: HealthReport; problem?: Problem }> {
    try {
      const report = await (await this.engine.client()).health();
      return { status: report.status, report };
    } catch (error) {
      return { status: 'down', problem: toProblem(error) };
    }
  }
}

function log(status: Status, details: string | undefined): void {
  const line = `Engine health: ${status}: ${details}`;
  if (status === 'up') {
    Logger.info(line, LOG_CONTEXT);
  } else if (status === 'degraded') {
    Logger.warn(line, LOG_CONTEXT);
  } else {
    Logger.error(line, LOG_CONTEXT);
  }
}
