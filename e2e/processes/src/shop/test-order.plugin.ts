import { OrderType } from '@vendure/common/lib/generated-types';
import { DispatchSweepService, type PickupStrategy } from '@driver-dispatch/driver-integration-plugin';
import type { Dropoff, PickupResult, Point } from '@driver-dispatch/contract';
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

/** An order that is created without a cart, and paid. */
export interface TestOrder {
  code: string;
  /** Location of the pickup. Without it the store has no coordinates. */
  pickup?: Point;
  dropoff: Dropoff['point'];
  searchRadiusMetres: number;
}

/** Fields of the order's shipping address, in addition to the shopper's coordinates. */
type TestOrderFields = {
  latitude: number;
  longitude: number;
  pickup?: Point;
  searchRadiusMetres: number;
};

/**
 * Creates orders without a cart, directly in the state ArrangingPayment. Payment and cancellation use Vendure's order process,
 * as in a real shop.
 */
@Controller('test-orders')
class TestOrderController {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly contexts: RequestContextService,
    private readonly orders: OrderService,
    private readonly channels: ChannelService,
    private readonly moduleRef: ModuleRef,
  ) {}

  @Post('place')
  async place(@Body() { code, pickup, dropoff, searchRadiusMetres }: TestOrder): Promise<{ id: string }> {
    const ctx = await this.contexts.create({ apiType: 'admin' });
    const customFields: TestOrderFields = {
      latitude: dropoff.lat,
      longitude: dropoff.lon,
      pickup,
      searchRadiusMetres,
    };
    const order = new Order({
      code,
      state: 'ArrangingPayment',
      type: OrderType.Regular,
      active: false,
      couponCodes: [],
      billingAddress: {},
      currencyCode: ctx.currencyCode,
      subTotal: 0,
      subTotalWithTax: 0,
      shipping: 0,
      shippingWithTax: 0,
      lines: [],
      surcharges: [],
      modifications: [],
      payments: [],
      shippingLines: [],
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

  /** Sets the coordinates of the order's store. */
  @Post('locate')
  async locate(@Body() { code, pickup }: { code: string; pickup: Point }): Promise<void> {
    const ctx = await this.contexts.create({ apiType: 'admin' });
    const order = await this.byCode(ctx, code);
    const customFields = { ...order.shippingAddress.customFields, pickup };
    const shippingAddress = { ...order.shippingAddress, customFields };
    await this.connection.getRepository(ctx, Order).update(order.id, { shippingAddress });
  }

  /** Runs the sweep, which the shop's scheduler runs each minute. */
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

/** Returns the pickup that the order was created with. For an order of the Shop API it is the drop-off. */
export const testOrderPickup: PickupStrategy = {
  async pickupFor(_ctx, order): Promise<PickupResult> {
    const fields = order.shippingAddress.customFields as Partial<TestOrderFields>;
    const fromShopApi = fields.searchRadiusMetres === undefined;
    const pickup = fromShopApi ? { lat: fields.latitude!, lon: fields.longitude! } : fields.pickup;
    const { searchRadiusMetres = DEFAULT_SEARCH_RADIUS_METRES } = fields;
    if (!pickup) {
      return { found: false, problem: { code: 'STORE_NOT_LOCATED', details: { store: 'Store' } } };
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
  controllers: [TestOrderController],
})
export class TestOrderPlugin {}
