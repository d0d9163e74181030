import { ADMIN_API_PATH, GraphqlClient, SUPERADMIN } from '@driver-dispatch/dev-server';
import { setTimeout as wait } from 'node:timers/promises';
import type { Shop } from './shop';

const LOG_IN = /* GraphQL */ `
  mutation LogIn($identifier: String!, $password: String!) {
    login(username: $identifier, password: $password) {
      ... on ErrorResult {
        errorCode
        message
      }
    }
  }
`;

const DELIVERY = /* GraphQL */ `
  query Delivery($id: ID!) {
    order(id: $id) {
      deliveries {
        id
        state
        orderCode
        engineDeliveryId
        trackingCode
      }
    }
  }
`;

export interface DeliveryInShop {
  id: string;
  state: string;
  orderCode: string;
  engineDeliveryId: string;
  trackingCode: string;
}

/** What the superadministrator is shown by the Admin API, beside the dashboard. */
export class Administrator {
  private constructor(private readonly api: GraphqlClient) {}

  static async of(shop: Shop): Promise<Administrator> {
    const api = new GraphqlClient(`${shop.url}/${ADMIN_API_PATH}`);
    await api.mutate(LOG_IN, SUPERADMIN);
    return new Administrator(api);
  }

  /** Waits until the only delivery of an order is in a state. */
  async deliveryIn(orderId: string, state: string): Promise<DeliveryInShop> {
    for (let tries = 0; ; tries += 1) {
      const { order } = await this.api.request<{ order: { deliveries: DeliveryInShop[] } }>(DELIVERY, {
        id: orderId,
      });
      const [delivery] = order.deliveries;
      if (delivery?.state === state) {
        return delivery;
      }
      if (tries === 100) {
        throw new Error(`The delivery is ${delivery?.state ?? 'missing'}, not ${state}`);
      }
      await wait(100);
    }
  }
}
