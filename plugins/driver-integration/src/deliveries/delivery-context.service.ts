import { Injectable } from '@nestjs/common';
import {
  ChannelService,
  idsAreEqual,
  Instrument,
  RequestContextService,
  type ID,
  type RequestContext,
} from '@vendure/core';
import { TRANSACTION_MANAGER_KEY } from '@vendure/core/dist/common/constants';
import type { DriverDelivery } from './driver-delivery.entity';

type Owner = Pick<DriverDelivery, 'channelId'>;

/** Creates admin contexts in the channel of a delivery, for work outside of requests. */
@Injectable()
@Instrument()
export class DeliveryContextService {
  constructor(
    private readonly channels: ChannelService,
    private readonly contexts: RequestContextService,
  ) {}

  async contextOf(delivery: Owner): Promise<RequestContext> {
    return this.within(await this.contexts.create({ apiType: 'admin' }))(delivery);
  }

  /**
   * Uses the connection of the transaction only. A transaction that waits for a second connection may deadlock when all
   * connections of the pool are in use.
   *
   * @param transaction an admin context
   * @returns a function that returns the context of a delivery within the transaction, cached by channel
   */
  within(transaction: RequestContext): (delivery: Owner) => Promise<RequestContext> {
    const known = new Map<ID, Promise<RequestContext>>();
    return ({ channelId }) => {
      const context = known.get(channelId) ?? this.contextIn(transaction, channelId);
      known.set(channelId, context);
      return context;
    };
  }

  private async contextIn(transaction: RequestContext, channelId: ID): Promise<RequestContext> {
    const channel = idsAreEqual(transaction.channelId, channelId)
      ? undefined
      : await this.channels.findOne(transaction, channelId);
    if (!channel) {
      return transaction;
    }
    const ctx = await this.contexts.create({ apiType: 'admin', channelOrToken: channel });
    return Object.assign(ctx, {
      [TRANSACTION_MANAGER_KEY]: Reflect.get(transaction, TRANSACTION_MANAGER_KEY),
    });
  }
}
