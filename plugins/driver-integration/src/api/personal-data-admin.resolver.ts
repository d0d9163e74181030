import { UseFilters } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow, Ctx, ForbiddenError, Permission, type ID, RequestContext } from '@vendure/core';
import { CustomerExportService } from '../personal-data/customer-export.service';
import { DriverDataService } from '../personal-data/driver-data.service';
import { ErrorResultFilter } from './error-result.filter';
import { driverDeliveryPermission, driverPermission } from './permission';

/** Export and erasing of one person's data. */
@Resolver()
export class PersonalDataAdminResolver {
  constructor(
    private readonly drivers: DriverDataService,
    private readonly customers: CustomerExportService,
  ) {}

  @Query()
  @Allow(driverPermission.Update)
  driverExport(@Ctx() ctx: RequestContext, @Args() args: { driverId: string }) {
    return this.drivers.export(ctx, args.driverId);
  }

  @Query()
  @Allow(driverDeliveryPermission.Read)
  customerDeliveriesExport(@Ctx() ctx: RequestContext, @Args() args: { customerId: ID }) {
    if (!ctx.userHasPermissions([Permission.ReadCustomer])) {
      throw new ForbiddenError();
    }
    return this.customers.export(ctx, args.customerId);
  }

  @Mutation()
  @Allow(driverPermission.Delete)
  @UseFilters(ErrorResultFilter)
  eraseDriver(@Ctx() ctx: RequestContext, @Args() args: { driverId: string }) {
    return this.drivers.erase(ctx, args.driverId);
  }
}
