import { SELLERS, Shopper, type PlacedOrder } from '@driver-dispatch/dev-server';
import type { Point } from '@driver-dispatch/contract';
import {
  DispatchSweepService,
  VariantRequirementsStrategy,
} from '@driver-dispatch/driver-integration-plugin';
import type { OrderAddress } from '@vendure/common/lib/generated-types';
import type { Order, RequestContext } from '@vendure/core';
import { guestOrderFrom } from '../orders';
import { PlainShop } from '../plain-shop';
import { ScriptedEngine } from './scripted-engine';

/** A shop without sellers, with a scripted engine and a sweep that the test starts. */
export class ScriptedShop {
  /** Codes of the orders that `isForDriver` was called with. */
  readonly checkedOrders: string[] = [];
  /** Channel ids of these calls. */
  readonly checkedInChannels: string[] = [];
  /** Result of `isForDriver`. */
  needsDriver = true;
  /** Result of the geocoder for an address without coordinates. */
  geocoded: Point | undefined;

  readonly engine = new ScriptedEngine();
  shop!: PlainShop;

  static async start(): Promise<ScriptedShop> {
    const world = new ScriptedShop();
    const isForDriver = (ctx: RequestContext, { code }: Order) => {
      world.checkedOrders.push(code);
      world.checkedInChannels.push(String(ctx.channelId));
      return world.needsDriver;
    };
    const locate = async (_ctx: RequestContext, address: object) => {
      const { latitude: lat, longitude: lon } = { ...(address as OrderAddress).customFields };
      return lat == null ? world.geocoded : { lat, lon };
    };
    let codes = 0;
    // Like a database in UTC and a shop in Los Angeles.
    world.shop = await PlainShop.start(
      {
        engine: world.engine,
        transitionOrders: true,
        driverDeliveryStrategy: { isForDriver },
        requirementsStrategy: new VariantRequirementsStrategy(),
        geocodingStrategy: { locate },
      },
      { orderOptions: { orderCodeStrategy: { generate: () => `#${(codes += 1)}/Köln 1` } } },
      8,
    );
    return world;
  }

  /** Restores the initial behaviour. */
  reset(): void {
    this.needsDriver = true;
    this.geocoded = undefined;
    this.checkedOrders.length = 0;
    this.checkedInChannels.length = 0;
    this.engine.reset();
  }

  readonly sweep = (): ReturnType<DispatchSweepService['sweep']> =>
    this.shop.server.app.get(DispatchSweepService).sweep();

  readonly query = (statement: string, parameters?: unknown[]) => this.shop.query(statement, parameters);

  readonly show = (id: string): Promise<any> => this.shop.order(id);

  readonly waitUntil = (id: string, holds: (delivery: any) => boolean): Promise<any> =>
    this.shop.untilDelivery(id, holds);

  readonly untilState = (id: string, state: string): Promise<any> =>
    this.waitUntil(id, (delivery) => delivery.state === state);

  /** Waits until a delivery is in a state and the order's history has an entry, which is written later. */
  readonly untilNoted = async (id: string, state: string): Promise<any> => {
    await this.untilState(id, state);
    return this.shop.untilOrder(id, ({ history }) => history.items.length > 0);
  };

  /** Buys a lamp as a new customer. @param located whether the address has coordinates */
  readonly buy = ({ located = true } = {}): Promise<PlacedOrder> => {
    const guestOrder = { ...guestOrderFrom(SELLERS), searches: ['Lamp'] };
    const nowhere = { lat: null, lon: null } as unknown as Point;
    const point = located ? guestOrder.address.point : nowhere;
    return new Shopper(this.shop.shopApiUrl).buy({
      ...guestOrder,
      address: { ...guestOrder.address, point },
    });
  };

  readonly deliveriesOf = (id: string) =>
    this.shop.query('SELECT * FROM driver_delivery WHERE "orderId" = $1', [rowId(id)]);
}

/** Converts an id of the API to the id of the row. */
export const rowId = (id: string): string => id.replace('T_', '');
