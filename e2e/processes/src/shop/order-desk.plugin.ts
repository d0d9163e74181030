import { OrderType } from '@vendure/common/lib/generated-types';
import { DispatchSweepService, type PickupStrategy } from '@driver-dispatch/driver-integration-plugin';
import type { Dropoff, PickupAnswer, Point } from '@driver-dispatch/contract';
import { Body, Controller, Post } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import {
  ChannelService,
  isGraphQlErrorResult,
  Order,
  OrderService,
  PluginCommonModule,
  RequestContextService,
  TransactionalConnection,
  VendurePlugin,
  type OrderState,
  type RequestContext,
} from '@vendure/core';

/** An order that somebody pays at the desk. */
export interface DeskOrder {
  code: string;
  /** Where it is picked up; without one the store has no coordinates. */
  pickup?: Point;
  dropoff: Dropoff['point'];
  searchRadiusMetres: number;
}

/** What the desk keeps in the order's shipping address, beside the shopper's coordinates. */
type DeskFields = {
  latitude: number;
  longitude: number;
  pickup?: Point;
  searchRadiusMetres: number;
};

/**
 * Takes orders without a cart: the order is written as one that waits for its payment, and paid and cancelled
 * through Vendure's own order process, so that everything from the payment on is the shop's real way.
 */
@Controller('desk')
class OrderDeskController {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: RequestContextService,
    private readonly orders: OrderService,
    private readonly channels: ChannelService,
    private readonly moduleRef: ModuleRef,
  ) {}

  @Post('orders')
  async place(@Body() { code, pickup, dropoff, searchRadiusMetres }: DeskOrder): Promise<{ id: string }> {
    const ctx = await this.contexts.create({ apiType: 'admin' });
    const customFields: DeskFields = {
      latitude: dropoff.lat,
      longitude: dropoff.lon,
      pickup,
      searchRadiusMetres,
    };
    const order = new Order({
      code, state: 'ArrangingPayment', type: OrderType.Regular, active: false,
      couponCodes: [], billingAddress: {}, currencyCode: ctx.currencyCode,
      subTotal: 0, subTotalWithTax: 0, shipping: 0, shippingWithTax: 0,
      lines: [], surcharges: [], modifications: [], payments: [], shippingLines: [],
      channels: [await this.channels.getDefaultChannel()],
    });
    order.shippingAddress = { fullName: 'Shopper', city: 'Berlin', customFields };
    await this.connection.getRepository(ctx, Order).save(order);
    await this.transition(ctx, order, 'PaymentSettled');
    return { id: String(order.id) };
  }

  @Post('cancel')
  async cancel(@Body() { code }: { code: string }): Promise<void> {
    const ctx = await this.contexts.create({ apiType: 'admin' });
    await this.transition(ctx, await this.byCode(ctx, code), 'Cancelled');
  }

  /** Gives the order's store its coordinates. */
  @Post('locate')
  async locate(@Body() { code, pickup }: { code: string; pickup: Point }): Promise<void> {
    const ctx = await this.contexts.create({ apiType: 'admin' });
    const order = await this.byCode(ctx, code);
    const customFields = { ...order.shippingAddress.customFields, pickup };
    const shippingAddress = { ...order.shippingAddress, customFields };
    await this.connection.getRepository(ctx, Order).update(order.id, { shippingAddress });
  }

  /** As the shop's scheduler does each minute. */
  @Post('sweep')
  sweep(): Promise<unknown> {
    return this.moduleRef.get(DispatchSweepService, { strict: false }).sweep();
  }

  private byCode(ctx: RequestContext, code: string): Promise<Order> {
    return this.connection.getRepository(ctx, Order).findOneByOrFail({ code });
  }

  private async transition(ctx: RequestContext, { id }: Order, to: OrderState): Promise<void> {
    await this.connection.withTransaction(ctx, async (transaction) => {
      const result = await this.orders.transitionToState(transaction, id, to);
      if (isGraphQlErrorResult(result)) {
        throw new Error(`${result.message}: ${result.transitionError}`);
      }
    });
  }
}

const DEFAULT_SEARCH_RADIUS_METRES = 5_000;

/** The pickup that the order was placed with. An order of the Shop API is picked up where it is dropped off. */
export const deskPickup: PickupStrategy = {
  async pickupFor(_ctx, order): Promise<PickupAnswer> {
    const fields = order.shippingAddress.customFields as Partial<DeskFields>;
    const ofShopApi = fields.searchRadiusMetres === undefined;
    const pickup = ofShopApi ? { lat: fields.latitude!, lon: fields.longitude! } : fields.pickup;
    const { searchRadiusMetres = DEFAULT_SEARCH_RADIUS_METRES } = fields;
    if (!pickup) {
      return { found: false, reason: 'The store has no coordinates' };
    }
    const readyAt = order.createdAt.toISOString();
    return {
      found: true,
      pickup: { name: 'Store', point: pickup, address: { city: 'Berlin' }, readyAt },
      searchRadiusMetres,
    };
  },
};

@VendurePlugin({
  imports: [PluginCommonModule],
  compatibility: '^3.7.0',
  controllers: [OrderDeskController],
})
export class OrderDeskPlugin {}
