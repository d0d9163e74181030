import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import {
  Channel,
  ChannelEvent,
  ChannelService,
  EventBus,
  idsAreEqual,
  Instrument,
  ProcessContext,
  RequestContextService,
  Role,
  RoleEvent,
  TransactionalConnection,
  type RequestContext,
} from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { SELLER_PERMISSIONS, sellerRoleCode } from './seller-permissions';

/**
 * Creates a role with {@link SELLER_PERMISSIONS} for each seller's channel, at the start and when a channel is created. An
 * existing role of the same code is not changed.
 */
@Injectable()
@Instrument()
export class SellerRoleService implements OnModuleInit, OnApplicationBootstrap {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly channels: ChannelService,
    private readonly contexts: RequestContextService,
    private readonly eventBus: EventBus,
    private readonly processContext: ProcessContext,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  onModuleInit(): void {
    if (this.configuration.sellerRoles) {
      this.eventBus.registerBlockingEventHandler({
        id: 'driver-integration-seller-role',
        event: ChannelEvent,
        handler: async ({ ctx, entity, type }) => {
          if (type === 'created') {
            await this.createMissing(ctx, [entity]);
          }
        },
      });
    }
  }

  async onApplicationBootstrap(): Promise<void> {
    // Server and worker would create each role twice, as its code is not unique.
    if (this.configuration.sellerRoles && this.processContext.isServer) {
      const ctx = await this.contexts.create({ apiType: 'admin' });
      await this.createMissing(ctx, await this.connection.getRepository(ctx, Channel).find());
    }
  }

  private async createMissing(ctx: RequestContext, channels: readonly Channel[]): Promise<void> {
    const { id: defaultId } = await this.channels.getDefaultChannel(ctx);
    const ofSellers = channels.filter(({ id, sellerId }) => sellerId != null && !idsAreEqual(id, defaultId));
    const roles = this.connection.getRepository(ctx, Role);
    for (const channel of ofSellers) {
      const code = sellerRoleCode(channel.code);
      if (!(await roles.existsBy({ code }))) {
        const description = `Deliveries and stores of ${channel.code}`;
        const permissions = [...SELLER_PERMISSIONS];
        const role = await roles.save(new Role({ code, description, permissions, channels: [channel] }));
        await this.eventBus.publish(new RoleEvent(ctx, role, 'created', { code, description, permissions }));
      }
    }
  }
}
