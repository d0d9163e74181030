import type { Point } from '@driver-dispatch/contract';
import { setTimeout as wait } from 'node:timers/promises';
import { GraphqlClient } from './graphql-client';
import * as documents from './shop-documents';

export interface ShopperAddress {
  fullName: string;
  street: string;
  city: string;
  postalCode: string;
  phone: string;
  /** Coordinates. Without them the shop geocodes the address. */
  point?: Point;
  /** Note to the driver. */
  instructions?: string;
}

export interface GuestOrder {
  /** Search terms. The first result of each is added to the cart. */
  searches: readonly string[];
  /** E-mail address of the guest. */
  emailAddress: string;
  address: ShopperAddress;
}

export interface PlacedOrder {
  id: string;
  code: string;
}

/** Maximum wait for the search index of a new shop, in milliseconds. */
const INDEX_TIMEOUT_MS = 30_000;

/** Buys as a guest through the Shop API, with a separate session for each order. */
export class Shopper {
  /** @param shopApiUrl such as `http://127.0.0.1:3000/shop-api` */
  constructor(private readonly shopApiUrl: string) {}

  /**
   * Places and pays an order. Resolves to the order, which the shop has split into one order per seller.
   *
   * @param shop the guest's session
   */
  async buy(guestOrder: GuestOrder, shop = new GraphqlClient(this.shopApiUrl)): Promise<PlacedOrder> {
    for (const term of guestOrder.searches) {
      const variantId = await this.find(shop, term);
      await shop.mutate(documents.ADD_TO_CART, { variantId, quantity: 1 });
    }
    await this.setCustomerAndAddress(shop, guestOrder);
    await this.chooseShipping(shop);
    await shop.mutate(documents.TO_PAYMENT);
    return this.pay(shop);
  }

  private async find(shop: GraphqlClient, term: string): Promise<string> {
    const deadline = Date.now() + INDEX_TIMEOUT_MS;
    for (;;) {
      const { search } = await shop.request<{ search: { items: { productVariantId: string }[] } }>(
        documents.SEARCH,
        { term },
      );
      const [hit] = search.items;
      if (hit) {
        return hit.productVariantId;
      }
      if (Date.now() > deadline) {
        throw new Error(`No search result for "${term}"`);
      }
      await wait(200);
    }
  }

  private async setCustomerAndAddress(
    shop: GraphqlClient,
    { emailAddress, address }: GuestOrder,
  ): Promise<void> {
    const [firstName = '', ...rest] = address.fullName.split(' ');
    await shop.mutate(documents.SET_CUSTOMER, {
      input: { firstName, lastName: rest.join(' '), emailAddress },
    });
    await shop.mutate(documents.SET_ADDRESS, {
      input: {
        fullName: address.fullName,
        streetLine1: address.street,
        city: address.city,
        postalCode: address.postalCode,
        countryCode: 'DE',
        phoneNumber: address.phone,
        customFields: {
          latitude: address.point?.lat,
          longitude: address.point?.lon,
          deliveryInstructions: address.instructions,
        },
      },
    });
  }

  /** Chooses all eligible methods, as each belongs to a seller with goods in the cart. */
  private async chooseShipping(shop: GraphqlClient): Promise<void> {
    const { eligibleShippingMethods } = await shop.request<{ eligibleShippingMethods: { id: string }[] }>(
      documents.SHIPPING_METHODS,
    );
    await shop.mutate(documents.SET_SHIPPING, { ids: eligibleShippingMethods.map(({ id }) => id) });
  }

  private async pay(shop: GraphqlClient): Promise<PlacedOrder> {
    const { eligiblePaymentMethods } = await shop.request<{
      eligiblePaymentMethods: { code: string; isEligible: boolean }[];
    }>(documents.PAYMENT_METHODS);
    const method = eligiblePaymentMethods.find(({ isEligible }) => isEligible);
    if (!method) {
      throw new Error('No eligible payment method');
    }
    const { id, code } = await shop.mutate<PlacedOrder>(documents.PAY, { method: method.code });
    return { id, code };
  }
}
