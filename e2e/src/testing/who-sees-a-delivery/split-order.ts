import { generateSigningKey } from '@driver-dispatch/contract';
import type { PlacedOrder } from '@driver-dispatch/dev-server';
import { CANCEL_ORDER } from '../admin-documents';
import { administratorOf, type PermissionsByChannel } from '../administrators';
import { eventually } from '../eventually';
import { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, BOOKSHOP, errandTo, sellerOrdersOf, untilDeliveriesAre } from '../orders';
import { Mailbox } from './mailbox';

/** What somebody needs who reads deliveries and the orders they are of. */
export const READ = ['ReadOrder', 'ReadDriverDelivery'];

/** Deliveries are proven by a code while a test gives one. */
class SwitchedDeliveryPins {
  give: (() => string) | undefined;

  codeFor(): string | undefined {
    return this.give?.();
  }
}

/** An order of two sellers, whose deliveries wait for drivers. */
export interface WaitingOrder {
  order: PlacedOrder;
  ofBakery: string;
  ofBookshop: string;
}

/** A marketplace whose orders are split among their sellers. */
export class SplitOrder {
  private constructor(
    readonly marketplace: MarketplaceUnderTest,
    readonly imageKey: string,
    readonly deliveryPins: SwitchedDeliveryPins,
    readonly mailbox: Mailbox,
  ) {}

  static async start(): Promise<SplitOrder> {
    const imageKey = generateSigningKey();
    const deliveryPins = new SwitchedDeliveryPins();
    const mailbox = new Mailbox();
    const options = {
      transitionOrders: true,
      reassignment: true,
      proof: { imageKeys: [imageKey], deliveryPin: deliveryPins },
    };
    const marketplace = await MarketplaceUnderTest.start('in-process', options, [mailbox.plugin()]);
    return new SplitOrder(marketplace, imageKey, deliveryPins, mailbox);
  }

  /** Places an order before a suite's first test, and ends its deliveries after the last. */
  static useWaiting(split: () => SplitOrder): WaitingOrder {
    const waiting = {} as WaitingOrder;
    beforeAll(async () => {
      const { marketplace } = split();
      const order = await marketplace.shopper.buy(errandTo([BAKERY, BOOKSHOP]));
      const orders = await untilDeliveriesAre(marketplace, order, 'PENDING');
      const deliveryIn = (channel: string): string =>
        orders.find(({ channels }) => channels.some(({ code }: { code: string }) => code === channel))
          .delivery.id;
      Object.assign(waiting, {
        order, ofBakery: deliveryIn('backstube'), ofBookshop: deliveryIn('buchladen'),
      });
    });
    afterAll(async () => {
      const { marketplace } = split();
      for (const { id, delivery } of await sellerOrdersOf(marketplace, waiting.order)) {
        if (delivery.state === 'PENDING') {
          await marketplace.admin.query(CANCEL_ORDER, { id });
        }
      }
      await eventually(
        () => sellerOrdersOf(marketplace, waiting.order),
        (orders) => orders.every(({ delivery }) => ['CANCELLED', 'FAILED'].includes(delivery.state)),
      );
    });
    return waiting;
  }

  /** Works as an administrator of one channel. */
  readonly as = <T>(channel: string, permissions: string[], work: () => Promise<T>): Promise<T> =>
    this.asOneOf({ [channel]: permissions }, work);

  /** Works as an administrator, in the first of the channels, then goes back to being the superadministrator. */
  readonly asOneOf = async <T>(roles: PermissionsByChannel, work: () => Promise<T>): Promise<T> => {
    const { admin } = this.marketplace;
    const { emailAddress, password, channelToken } = await administratorOf(this.marketplace, roles);
    await admin.asUserWithCredentials(emailAddress, password);
    admin.setChannelToken(channelToken);
    try {
      return await work();
    } finally {
      admin.setChannelToken('');
      await admin.asSuperAdmin();
    }
  };
}
