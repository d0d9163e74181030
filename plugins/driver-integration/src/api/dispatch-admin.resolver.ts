import type { DeadLetter } from '@driver-dispatch/contract';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, RequestContext } from '@vendure/core';
import { DriverDeliveryService } from '../deliveries/driver-delivery.service';
import { DeadLetterAdminService } from '../dispatcher/dead-letter-admin.service';
import { DispatchStatisticsService } from '../dispatcher/dispatch-statistics.service';
import { DispatchStatusService } from '../dispatcher/dispatch-status.service';
import type { PageOptions } from '../dispatcher/to-page';
import { UnmatchedAdminService } from '../dispatcher/unmatched-admin.service';
import { withProblem } from './delivery-in-engine';
import { driverDeliveryPermission } from './permission';

@Resolver()
export class DispatchAdminResolver {
  constructor(
    private readonly status: DispatchStatusService,
    private readonly statistics: DispatchStatisticsService,
    private readonly deadLetters: DeadLetterAdminService,
    private readonly unmatched: UnmatchedAdminService,
  ) {}

  @Query()
  @Allow(driverDeliveryPermission.Read)
  async driverDispatchStatus(@Ctx() ctx: RequestContext, @Args() args: { endedSince?: Date | null }) {
    const [states, { components, ...engine }] = await Promise.all([
      this.status.states(ctx, args.endedSince ?? undefined),
      this.status.engineStatus(),
    ]);
    return { states, engine: { ...engine, ...components } };
  }

  @Query()
  @Allow(driverDeliveryPermission.Read)
  driverDispatchStatistics(@Ctx() ctx: RequestContext, @Args() args: { since: Date }) {
    return this.statistics.since(ctx, args.since);
  }

  @Query()
  @Allow(driverDeliveryPermission.Read)
  async dispatchWebhookEndpoint(@Ctx() ctx: RequestContext) {
    return withProblem(await this.status.webhookEndpoint(ctx));
  }

  @Query()
  @Allow(driverDeliveryPermission.Read)
  dispatchAlerts(@Ctx() ctx: RequestContext, @Args() args: { options?: PageOptions }) {
    return this.status.alerts(ctx, args.options);
  }

  @Query()
  @Allow(driverDeliveryPermission.Read)
  async driverDeliveryDeadLetters(@Ctx() ctx: RequestContext, @Args() args: { options?: PageOptions }) {
    const { items, totalItems } = await this.deadLetters.findAll(ctx, args.options);
    return { items: items.map(withProblem), totalItems };
  }

  @Query()
  @Allow(driverDeliveryPermission.Read)
  unmatchedDriverDeliveries(@Ctx() ctx: RequestContext, @Args() args: { options?: PageOptions }) {
    return this.unmatched.findAll(ctx, args.options);
  }

  @Mutation()
  @Allow(driverDeliveryPermission.Write)
  replayDriverDeliveryDeadLetters(@Ctx() ctx: RequestContext, @Args() args: { eventId?: string }) {
    return this.deadLetters.replay(ctx, args.eventId);
  }

  @Mutation()
  @Allow(driverDeliveryPermission.Write)
  async resumeDispatchWebhookEndpoint(@Ctx() ctx: RequestContext) {
    return withProblem(await this.status.resumeWebhookEndpoint(ctx));
  }
}

@Resolver('DriverDeliveryDeadLetter')
export class DeadLetterResolver {
  constructor(private readonly deliveries: DriverDeliveryService) {}

  @ResolveField()
  id(@Parent() letter: DeadLetter): string {
    return letter.eventId;
  }

  @ResolveField()
  engineDeliveryId(@Parent() letter: DeadLetter): string {
    return letter.deliveryId;
  }

  @ResolveField()
  delivery(@Ctx() ctx: RequestContext, @Parent() letter: DeadLetter) {
    return this.deliveries.findBySubmissionKey(ctx, letter.submissionKey);
  }
}
