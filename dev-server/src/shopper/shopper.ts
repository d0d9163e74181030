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
  /** Without one the shop has to find the address. */
  point?: Point;
  /** Note to the driver. */
  instructions?: string;
}

export interface Errand {
  /** What is searched for; the first hit of each goes into the cart. */
  searches: readonly string[];
  /** E-mail address of the guest. */
  emailAddress: string;
  address: ShopperAddress;
}

export interface PlacedOrder {
  id: string;
  code: string;
}

/** How long a search waits for a fresh shop's index to be built, in milliseconds. */
const INDEX_TIMEOUT_MS = 30_000;

/** Goes through the Shop API as a guest does, in a session of its own for each errand. */
export class Shopper {
  /** @param shopApiUrl such as `http://127.0.0.1:3000/shop-api` */
  constructor(private readonly shopApiUrl: string) {}

  /**
   * Buys; resolves to the paid order, which the shop has split into one order for each seller.
   *
   * @param shop the guest's session
   */
  async buy(errand: Errand, shop = new GraphqlClient(this.shopApiUrl)): Promise<PlacedOrder> {
    for (const term of errand.searches) {
      const variantId = await this.find(shop, term);
      await shop.mutate(documents.ADD_TO_CART, { variantId, quantity: 1 });
    }
    await this.introduce(shop, errand);
    await this.chooseShipping(shop);
    await shop.mutate(documents.TO_PAYMENT);
    return this.pay(shop);
  }

  private async find(shop: GraphqlClient, term: string): Promise<string> {
    const patience = Date.now() + INDEX_TIMEOUT_MS;
    for (;;) {
      const { search } = await shop.request<{ search: { items: { productVariantId: string }[] } }>(
        documents.SEARCH,
        { term },
      );
      const [hit] = search.items;
      if (hit) {
        return hit.productVariantId;
      }
      if (Date.now() > patience) {
        throw new Error(`The shop finds nothing for "${term}"`);
      }
      await wait(200);
    }
  }

  private async introduce(shop: GraphqlClient, { emailAddress, address }: Errand): Promise<void> {
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

  /** Every method that is offered belongs to a seller whose goods are in the cart, so all are chosen. */
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
      throw new Error('The shop offers no way to pay');
    }
    const { id, code } = await shop.mutate<PlacedOrder>(documents.PAY, { method: method.code });
    return { id, code };
  }
}
