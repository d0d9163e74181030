import { UseFilters } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, RequestContext, type ID } from '@vendure/core';
import { DeliveryMessagesService } from '../dispatcher/delivery-messages.service';
import { ErrorResultFilter } from './error-result.filter';
import { driverDeliveryPermission } from './permission';

/** Messages to and from the driver of a delivery. */
@Resolver()
@UseFilters(ErrorResultFilter)
export class DeliveryMessagesAdminResolver {
  constructor(private readonly messages: DeliveryMessagesService) {}

  @Mutation()
  @Allow(driverDeliveryPermission.Write)
  sendDriverDeliveryMessage(@Ctx() ctx: RequestContext, @Args() args: { id: ID; text: string }) {
    return this.messages.send(ctx, args.id, args.text);
  }

  @Mutation()
  @Allow(driverDeliveryPermission.Write)
  markDriverDeliveryMessagesRead(@Ctx() ctx: RequestContext, @Args() args: { id: ID; messageIds: string[] }) {
    return this.messages.markRead(ctx, args.id, args.messageIds);
  }
}
