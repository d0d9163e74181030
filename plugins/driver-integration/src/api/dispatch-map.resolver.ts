import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, RequestContext } from '@vendure/core';
import { DRIVER_INTEGRATION_CONFIGURATION } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { driverPermission } from './permission';

@Resolver()
export class DispatchMapResolver {
  constructor(
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  @Query()
  @Allow(driverPermission.Read)
  async dispatchMap(@Ctx() ctx: RequestContext) {
    const { mapTiles: tiles, pickupStrategy } = this.configuration;
    return { tiles, places: (await pickupStrategy.pickupPlaces?.(ctx)) ?? [] };
  }
}
