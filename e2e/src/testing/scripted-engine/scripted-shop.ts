import { DispatchSweepService } from '@driver-dispatch/driver-integration-plugin';
import { eventually } from '@driver-dispatch/local-servers';
import type { Order, RequestContext } from '@vendure/core';
import { ORDER } from '../documents';
import { PlainShop } from '../plain-shop';
import { ScriptedEngine } from '../scripted-engine';

/** A shop without sellers, with a scripted engine and a sweep that the test starts. */
export class SweepTestShop {
  /** Codes of the orders that `isForDriver` was called with. */
  readonly checkedOrders: string[] = [];
  /** Channel ids of these calls. */
  readonly checkedInChannels: string[] = [];
  /** Result of `isForDriver`. */
  needsDriver = true;

  readonly engine = new ScriptedEngine();
  shop!: PlainShop;

  static async start(): Promise<SweepTestShop> {
    const testShop = new SweepTestShop();
    const isForDriver = (ctx: RequestContext, { code }: Order) => {
      testShop.checkedOrders.push(code);
      testShop.checkedInChannels.push(String(ctx.channelId));
      return testShop.needsDriver;
    };
    const { engine } = testShop;
    // The database's local time is eight hours ahead of the shop's, like UTC and Los Angeles.
    testShop.shop = await PlainShop.start(
      { engine, transitionOrders: true, driverDeliveryStrategy: { isForDriver } },
      {},
      'Etc/GMT-8',
    );
    return testShop;
  }

  /** Restores the initial behaviour. */
  reset(): void {
    this.needsDriver = true;
    this.checkedOrders.length = 0;
    this.checkedInChannels.length = 0;
    this.engine.reset();
  }

  readonly sweep = (): ReturnType<DispatchSweepService['sweep']> =>
    this.shop.server.app.get(DispatchSweepService).sweep();

  readonly show = async (id: string) => (await this.shop.admin.query(ORDER, { id })).order;

  readonly untilState = (id: string, state: string) =>
    eventually(
      () => this.show(id),
      ({ delivery }) => delivery?.state === state,
    );

  readonly buy = () => this.shop.buy();

  readonly deliveriesOf = (id: string) =>
    this.shop.query('SELECT * FROM driver_delivery WHERE "orderId" = $1', [rowId(id)]);
}

/** Converts an id of the API to the id of the row. */
export const rowId = (id: string): string => id.replace('T_', '');
