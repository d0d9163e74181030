import { generateSigningKey } from '@driver-dispatch/contract';
import type { PlacedOrder } from '@driver-dispatch/dev-server';
import { NumericHandoverCodeStrategy } from '@driver-dispatch/driver-integration-plugin';
import { administratorOf, type PermissionsByChannel } from '../administrators';
import { MarketplaceUnderTest } from '../marketplace-under-test';
import { BAKERY, BOOKSHOP, errandTo, untilDeliveriesAre } from '../orders';

/** What somebody needs who reads deliveries and the orders they are of. */
export const READ = ['ReadOrder', 'ReadDriverDelivery'];

/** Which deliveries are proven by a code. */
class SwitchedHandoverCodes {
  wanted = false;

  codeFor(): string | undefined {
    return this.wanted ? new NumericHandoverCodeStrategy().codeFor() : undefined;
  }
}

/** A marketplace, and an order in it of two sellers whose deliveries wait for drivers. */
export class SplitOrder {
  private constructor(
    readonly marketplace: MarketplaceUnderTest,
    readonly order: PlacedOrder,
    readonly ofBakery: string,
    readonly ofBookshop: string,
    readonly imageKey: string,
    readonly handoverCodes: SwitchedHandoverCodes,
  ) {}

  static async place(): Promise<SplitOrder> {
    const imageKey = generateSigningKey();
    const handoverCodes = new SwitchedHandoverCodes();
    const marketplace = await MarketplaceUnderTest.start('in-process', {
      transitionOrders: true,
      reassignment: true,
      proof: { imageKeys: [imageKey], handoverCode: handoverCodes },
    });
    const order = await marketplace.shopper.buy(errandTo([BAKERY, BOOKSHOP]));
    const orders = await untilDeliveriesAre(marketplace, order, 'PENDING');
    const deliveryIn = (channel: string): string =>
      orders.find(({ channels }) => channels.some(({ code }: { code: string }) => code === channel)).delivery
        .id;
    return new SplitOrder(
      ...([marketplace, order, deliveryIn('backstube'), deliveryIn('buchladen')] as const),
      ...([imageKey, handoverCodes] as const),
    );
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
