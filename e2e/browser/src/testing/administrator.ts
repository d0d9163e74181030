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

const CANCEL = /* GraphQL */ `
  mutation Cancel($id: ID!) {
    cancelDriverDelivery(id: $id) {
      state
    }
  }
`;

const CHANNELS = /* GraphQL */ `
  query Channels {
    channels {
      items {
        id
        code
      }
    }
  }
`;

const CREATE_ROLE = /* GraphQL */ `
  mutation CreateRole($input: CreateRoleInput!) {
    createRole(input: $input) {
      id
    }
  }
`;

const CREATE_ADMINISTRATOR = /* GraphQL */ `
  mutation CreateAdministrator($input: CreateAdministratorInput!) {
    createAdministrator(input: $input) {
      id
    }
  }
`;

/** By which somebody comes into the dashboard. */
export interface Login {
  identifier: string;
  password: string;
}

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

  async channelId(channelCode: string): Promise<string> {
    const { channels } = await this.api.request<{ channels: { items: { id: string; code: string }[] } }>(
      CHANNELS,
    );
    return channels.items.find(({ code }) => code === channelCode)!.id;
  }

  /** Makes an administrator of one channel who may do some things there. */
  async employ(name: string, channelCode: string, permissions: readonly string[]): Promise<Login> {
    const channelIds = [await this.channelId(channelCode)];
    const { createRole } = await this.api.request<{ createRole: { id: string } }>(CREATE_ROLE, {
      input: { code: name, description: name, permissions, channelIds },
    });
    const login = { identifier: `${name}@example.com`, password: 'a-password-of-some-length' };
    const person = { firstName: name, lastName: 'of the seller', emailAddress: login.identifier };
    await this.api.request(CREATE_ADMINISTRATOR, {
      input: { ...person, password: login.password, roleIds: [createRole.id] },
    });
    return login;
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
      if (tries === 600) {
        throw new Error(`The delivery is ${delivery?.state ?? 'missing'}, not ${state}`);
      }
      await wait(100);
    }
  }

  /** Calls deliveries off that no test needs any more: one that is left waiting takes the next driver. */
  async cancel(...ids: string[]): Promise<void> {
    for (const id of ids) {
      await this.api.request(CANCEL, { id });
    }
  }
}
