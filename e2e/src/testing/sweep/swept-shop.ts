import { SELLERS, Shopper } from '@driver-dispatch/dev-server';
import { DispatchSweepService } from '@driver-dispatch/driver-integration-plugin';
import type { Order, RequestContext } from '@vendure/core';
import { gql } from 'graphql-tag';
import { eventually } from '../eventually';
import { errandTo } from '../orders';
import { PlainShop } from '../plain-shop';
import { ScriptedEngine } from '../scripted-engine';

const ORDER = gql`
  query Order($id: ID!) {
    order(id: $id) {
      code
      state
      lines {
        id
        quantity
      }
      fulfillments {
        state
        trackingCode
      }
      delivery {
        state
        problem
        mayBePlaced
        trackingCode
      }
      history(options: { filter: { type: { eq: "DRIVER_DELIVERY" } } }) {
        items {
          data
        }
      }
    }
  }
`;

/** A shop without sellers, whose sweep a test starts and whose engine says what a test has it say. */
export class SweptShop {
  /** Codes of the orders whose wish for a driver was asked about. */
  readonly asked: string[] = [];
  /** The channels they were asked about in. */
  readonly askedIn: string[] = [];
  /** What the answer is. */
  wanted = true;

  readonly engine = new ScriptedEngine();
  shop!: PlainShop;

  static async start(): Promise<SweptShop> {
    const swept = new SweptShop();
    const isForDriver = (ctx: RequestContext, { code }: Order) => {
      swept.asked.push(code);
      swept.askedIn.push(String(ctx.channelId));
      return swept.wanted;
    };
    const { engine } = swept;
    // The database's local time is eight hours ahead of the shop's, as that of UTC is of Los Angeles'.
    swept.shop = await PlainShop.start(
      { engine, transitionOrders: true, driverDelivery: { isForDriver } },
      {},
      'Etc/GMT-8',
    );
    return swept;
  }

  /** As it was before any test. */
  forget(): void {
    this.wanted = true;
    this.asked.length = 0;
    this.askedIn.length = 0;
    this.engine.forget();
  }

  readonly sweep = (): ReturnType<DispatchSweepService['sweep']> =>
    this.shop.server.app.get(DispatchSweepService).sweep();

  readonly show = async (id: string) => (await this.shop.admin.query(ORDER, { id })).order;

  readonly untilState = (id: string, state: string) =>
    eventually(
      () => this.show(id),
      ({ delivery }) => delivery?.state === state,
    );

  readonly buy = () => new Shopper(this.shop.shopApiUrl).buy({ ...errandTo(SELLERS), searches: ['Lamp'] });

  readonly deliveriesOf = (id: string) =>
    this.shop.query('SELECT * FROM driver_delivery WHERE "orderId" = $1', [rowId(id)]);
}

/** The id of a row whose id in the API this is. */
export const rowId = (id: string): string => id.replace('T_', '');
