import type { Alert, HealthReport, WebhookEndpoint } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { ForbiddenError, Instrument, TransactionalConnection, type RequestContext } from '@vendure/core';
import { Brackets, In, MoreThanOrEqual, type FindOptionsWhere } from 'typeorm';
import { CLOCK_TOLERANCE_MS, within } from '../deliveries/database-clock';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { LOCAL_STATES, OPEN_STATES, type DriverDeliveryState } from '../deliveries/driver-delivery-state';
import { EngineService } from '../engine/engine.service';
import { ChannelScopeService } from '../deliveries/channel-scope.service';
import { EngineOperatorService } from '../engine/engine-operator.service';
import { toPage, type PageOptions } from './to-page';
import type { Problem } from '../problems/problem';
import { toProblem } from '../problems/problem-error';

/** Health of the engine. `problem`: why it did not respond. */
export interface EngineStatus {
  status: HealthReport['status'];
  components: HealthReport['components'] | null;
  warnings: string[];
  problem: Problem | null;
}

/** Status of deliveries and of the engine. */
@Injectable()
@Instrument()
export class DispatchStatusService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly scope: ChannelScopeService,
    private readonly engine: EngineService,
    private readonly operator: EngineOperatorService,
  ) {}

  /**
   * Counts the deliveries of the active channel by state, with the creation time of the oldest.
   *
   * @param endedSince earliest end of ended deliveries. Other deliveries are always counted
   */
  async states(
    ctx: RequestContext,
    endedSince?: Date,
  ): Promise<{ state: DriverDeliveryState; count: number; oldestAt: Date }[]> {
    const channelId = await this.scope.channelIdOf(ctx);
    const counted = this.connection
      .getRepository(ctx, DriverDelivery)
      .createQueryBuilder('delivery')
      .select('delivery.state', 'state')
      .addSelect('COUNT(*)', 'count')
      .addSelect('MIN(delivery.createdAt)', 'oldestAt')
      .groupBy('delivery.state')
      .orderBy('delivery.state');
    if (channelId !== undefined) {
      counted.where('delivery.channelId = :channelId', { channelId });
    }
    if (endedSince) {
      const age = Math.max(0, Date.now() - endedSince.getTime());
      const changedWithin = (ms: number) => within(this.connection.rawConnection, ms);
      // Each condition uses the index of `state` and `updatedAt`.
      const each: FindOptionsWhere<DriverDelivery>[] = [
        { state: In([...LOCAL_STATES, ...OPEN_STATES]) },
        {
          state: 'DELIVERED',
          updatedAt: changedWithin(age + CLOCK_TOLERANCE_MS),
          deliveredAt: MoreThanOrEqual(endedSince),
        },
        { state: In(['FAILED', 'CANCELLED']), updatedAt: changedWithin(age) },
      ];
      counted.andWhere(new Brackets((either) => either.where(each)));
    }
    const rows = await counted.getRawMany<{ state: DriverDeliveryState; count: string; oldestAt: string }>();
    const { driver } = this.connection.rawConnection;
    const createdAt = counted.expressionMap.mainAlias!.metadata.findColumnWithPropertyName('createdAt')!;
    return rows.map(({ state, count, oldestAt }) => ({
      state,
      count: Number(count),
      oldestAt: driver.prepareHydratedValue(oldestAt, createdAt) as Date,
    }));
  }

  async engineStatus(): Promise<EngineStatus> {
    try {
      const { status, components, warnings } = await (await this.engine.client()).health();
      return { status, components, warnings, problem: null };
    } catch (error) {
      return { status: 'down', components: null, warnings: [], problem: toProblem(error) };
    }
  }

  /** Returns the state of this shop's webhook endpoint in the engine. Default channel only. */
  async webhookEndpoint(ctx: RequestContext): Promise<WebhookEndpoint> {
    await this.assertPlatform(ctx);
    return this.operator.call((operator) => operator.webhookEndpoint());
  }

  async alerts(
    ctx: RequestContext,
    options?: PageOptions,
  ): Promise<{ items: (Alert & { engineDeliveryId: string | null })[]; totalItems: number }> {
    await this.assertPlatform(ctx);
    const { skip, take } = toPage(options);
    const alerts = await this.operator.call((operator) => operator.alerts());
    const items = alerts
      .slice(skip, skip + take)
      .map((alert) => ({ ...alert, engineDeliveryId: alert.deliveryId }));
    return { items, totalItems: alerts.length };
  }

  async resumeWebhookEndpoint(ctx: RequestContext): Promise<WebhookEndpoint> {
    await this.assertPlatform(ctx);
    return this.operator.call((operator) => operator.resumeWebhookEndpoint());
  }

  private async assertPlatform(ctx: RequestContext): Promise<void> {
    if ((await this.scope.channelIdOf(ctx)) !== undefined) {
      throw new ForbiddenError();
    }
  }
}
