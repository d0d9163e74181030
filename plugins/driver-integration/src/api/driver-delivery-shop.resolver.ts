import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { handoverCodeShown } from './proof-shown';

/** What a shopper may know of a driver. */
@Resolver('DriverDelivery')
export class DriverDeliveryShopResolver {
  @ResolveField()
  driverName(@Parent() delivery: DriverDelivery): string | null {
    return delivery.driverName?.split(/\s+/)[0] ?? null;
  }

  @ResolveField()
  vehicle(@Parent() delivery: DriverDelivery): string | null {
    return delivery.vehicle?.kind ?? null;
  }

  @ResolveField()
  handoverCode(@Parent() delivery: DriverDelivery): string | null {
    return handoverCodeShown(delivery);
  }

  @ResolveField()
  tracking(@Parent() delivery: DriverDelivery): DriverDelivery {
    return delivery;
  }
}
