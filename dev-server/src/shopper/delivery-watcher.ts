import { DEFAULT_CHANNEL_CODE } from '@vendure/common/lib/shared-constants';
import { setTimeout as wait } from 'node:timers/promises';
import { GraphqlClient } from './graphql-client';

/** What Vendure shows of a seller order's delivery. */
export interface ShownDelivery {
  state: string;
  problem: string | null;
  driverName: string | null;
  distanceMetres: number | null;
  assignedAt: string | null;
  pickedUpAt: string | null;
  deliveredAt: string | null;
  trackingCode: string | null;
}

export interface ShownSellerOrder {
  id: string;
  code: string;
  /** When the customer paid: the moment the seller order was made. */
  orderPlacedAt: string;
  /** Name of the seller whose store the goods are taken from. */
  storeName: string | null;
  delivery: ShownDelivery | null;
}

const LOG_IN = /* GraphQL */ `
  mutation LogIn($username: String!, $password: String!) {
    login(username: $username, password: $password, rememberMe: true) {
      ... on ErrorResult {
        errorCode
        message
      }
      ... on CurrentUser {
        id
      }
    }
  }
`;

const SHOWN = /* GraphQL */ `
  fragment Shown on Order {
    id
    code
    type
    orderPlacedAt
    channels {
      code
      seller {
        name
      }
    }
    delivery {
      state
      problem
      driverName
      distanceMetres
      assignedAt
      pickedUpAt
      deliveredAt
      trackingCode
    }
  }
`;

const SELLER_ORDERS = /* GraphQL */ `
  query SellerOrders($id: ID!) {
    order(id: $id) {
      sellerOrders {
        ...Shown
      }
    }
  }
  ${SHOWN}
`;

const RECENT_ORDERS = /* GraphQL */ `
  query RecentOrders($since: DateTime!) {
    orders(
      options: { take: 100, sort: { orderPlacedAt: DESC }, filter: { orderPlacedAt: { after: $since } } }
    ) {
      items {
        ...Shown
      }
    }
  }
  ${SHOWN}
`;

type RawOrder = Omit<ShownSellerOrder, 'storeName'> & {
  type: string;
  channels: { code: string; seller: { name: string } | null }[];
};

/** The states no delivery leaves any more. */
const FINAL_STATES = ['DELIVERED', 'FAILED', 'CANCELLED'];

/** Looks at deliveries through the Admin API, as the superadministrator sees them. */
export class DeliveryWatcher {
  private readonly api: GraphqlClient;
  private loggedIn: Promise<unknown> | undefined;

  constructor(
    adminApiUrl: string,
    private readonly credentials: { identifier: string; password: string },
  ) {
    this.api = new GraphqlClient(adminApiUrl);
  }

  /** The orders an order was split into, each with its delivery as Vendure shows it now. */
  async sellerOrders(parentOrderId: string): Promise<ShownSellerOrder[]> {
    await this.logIn();
    const { order } = await this.api.request<{ order: { sellerOrders: RawOrder[] } | null }>(SELLER_ORDERS, {
      id: parentOrderId,
    });
    return (order?.sellerOrders ?? []).map(shown);
  }

  /** The last hundred seller orders paid after a moment, oldest first. */
  async sellerOrdersSince(moment: Date): Promise<ShownSellerOrder[]> {
    await this.logIn();
    const { orders } = await this.api.request<{ orders: { items: RawOrder[] } }>(RECENT_ORDERS, {
      since: moment.toISOString(),
    });
    return orders.items
      .filter(({ type }) => type === 'Seller')
      .map(shown)
      .reverse();
  }

  /**
   * Looks until every seller order of the order has ended, one way or another.
   *
   * @throws Error listing what is missing when that takes longer than `timeoutMs`
   */
  async untilEnded(
    parentOrderId: string,
    options: { timeoutMs?: number; intervalMs?: number; signal?: AbortSignal } = {},
  ): Promise<ShownSellerOrder[]> {
    const { timeoutMs = 120_000, intervalMs = 250, signal } = options;
    const deadline = Date.now() + timeoutMs;
    for (let orders: ShownSellerOrder[] = []; ;) {
      try {
        orders = await this.sellerOrders(parentOrderId);
      } catch (error) {
        if (!isConnectionFault(error)) {
          throw error;
        }
      }
      if (orders.length > 0 && orders.every((order) => FINAL_STATES.includes(order.delivery?.state ?? ''))) {
        return orders;
      }
      if (Date.now() > deadline) {
        const shown = orders.map(
          ({ code, delivery }) => `${code} ${delivery?.state ?? 'without a delivery'}`,
        );
        throw new Error(`Not delivered within ${timeoutMs} ms: ${shown.join(', ') || 'no seller orders'}`);
      }
      await wait(intervalMs, undefined, { signal });
    }
  }

  private async logIn(): Promise<void> {
    const { identifier, password } = this.credentials;
    this.loggedIn ??= this.api.mutate(LOG_IN, { username: identifier, password });
    try {
      await this.loggedIn;
    } catch (error) {
      this.loggedIn = undefined;
      throw error;
    }
  }
}

/** A shop that restarts is looked at again; one that answers with an error is not. */
function isConnectionFault(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
}

function shown({ channels, type: _, ...order }: RawOrder): ShownSellerOrder {
  const seller = channels.find(({ code }) => code !== DEFAULT_CHANNEL_CODE)?.seller;
  return { ...order, storeName: seller?.name ?? null };
}
