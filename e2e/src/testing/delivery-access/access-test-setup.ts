import { generateSigningKey } from '@driver-dispatch/contract';
import type { PlacedOrder } from '@driver-dispatch/dev-server';
import { eventually } from '@driver-dispatch/local-servers';
import { CANCEL_ORDER } from '../documents';
import { createAdministrator, type PermissionsByChannel } from '../administrators';
import { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, BOOKSHOP, guestOrderFrom, readSellerOrders, untilDeliveriesAre } from '../orders';
import { Mailbox } from './mailbox';

/** Permissions to read deliveries and their orders. */
export const READ = ['ReadOrder', 'ReadDriverDelivery'];

/** A delivery PIN strategy that returns PINs only while a test sets `generate`. */
class SwitchableDeliveryPins {
  generate: (() => string) | undefined;

  pinFor(): string | undefined {
    return this.generate?.();
  }
}

/** An order of two sellers with pending deliveries. */
export interface PendingOrder {
  order: PlacedOrder;
  ofBakery: string;
  ofBookshop: string;
}

/** A marketplace whose orders are split into seller orders, with users of different permissions. */
export class AccessTestSetup {
  private constructor(
    readonly marketplace: MarketplaceUnderTest,
    readonly imageKey: string,
    readonly deliveryPins: SwitchableDeliveryPins,
    readonly mailbox: Mailbox,
  ) {}

  static async start(): Promise<AccessTestSetup> {
    const imageKey = generateSigningKey();
    const deliveryPins = new SwitchableDeliveryPins();
    const mailbox = new Mailbox();
    const options = {
      transitionOrders: true,
      reassignment: true,
      proof: { imageKeys: [imageKey], deliveryPinStrategy: deliveryPins },
    };
    const marketplace = await MarketplaceUnderTest.start('in-process', options, [mailbox.plugin()]);
    return new AccessTestSetup(marketplace, imageKey, deliveryPins, mailbox);
  }

  /** Places an order before a suite's first test, and cancels its deliveries after the last one. */
  static usePendingOrder(setup: () => AccessTestSetup): PendingOrder {
    const pending = {} as PendingOrder;
    beforeAll(async () => {
      const { marketplace } = setup();
      const order = await marketplace.shopper.buy(guestOrderFrom([BAKERY, BOOKSHOP]));
      const orders = await untilDeliveriesAre(marketplace, order, 'PENDING');
      const deliveryIn = (channel: string): string =>
        orders.find(({ channels }) => channels.some(({ code }: { code: string }) => code === channel))
          .delivery.id;
      Object.assign(pending, {
        order,
        ofBakery: deliveryIn('backstube'),
        ofBookshop: deliveryIn('buchladen'),
      });
    });
    afterAll(async () => {
      const { marketplace } = setup();
      for (const { id, delivery } of await readSellerOrders(marketplace, pending.order)) {
        if (delivery.state === 'PENDING') {
          await marketplace.admin.query(CANCEL_ORDER, { id });
        }
      }
      await eventually(
        () => readSellerOrders(marketplace, pending.order),
        (orders) => orders.every(({ delivery }) => ['CANCELLED', 'FAILED'].includes(delivery.state)),
      );
    });
    return pending;
  }

  /** Runs `work` as an administrator of one channel. */
  readonly as = <T>(channel: string, permissions: string[], work: () => Promise<T>): Promise<T> =>
    this.asOneOf({ [channel]: permissions }, work);

  /** Runs `work` as an administrator in the first of the channels, then as the superadministrator again. */
  readonly asOneOf = async <T>(roles: PermissionsByChannel, work: () => Promise<T>): Promise<T> => {
    const { admin } = this.marketplace;
    const { emailAddress, password, channelToken } = await createAdministrator(admin, roles);
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
