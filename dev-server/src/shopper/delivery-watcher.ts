import { getSellerChannel } from '@driver-dispatch/contract';
import { setTimeout as wait } from 'node:timers/promises';
import { AdminClient } from './admin-client';

/** A seller order's delivery in the Admin API. */
export interface WatchedDelivery {
  state: string;
  problem: { message: string } | null;
  driverName: string | null;
  distanceMetres: number | null;
  assignedAt: string | null;
  pickedUpAt: string | null;
  deliveredAt: string | null;
  trackingCode: string | null;
}

export interface WatchedSellerOrder {
  id: string;
  code: string;
  /** Time of the payment, when the seller order was created. */
  orderPlacedAt: string;
  /** Name of the seller. */
  storeName: string | null;
  delivery: WatchedDelivery | null;
}

const ORDER_FIELDS = /* GraphQL */ `
  fragment OrderFields on Order {
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
      problem {
        message
      }
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
        ...OrderFields
      }
    }
  }
  ${ORDER_FIELDS}
`;

const RECENT_ORDERS = /* GraphQL */ `
  query RecentOrders($since: DateTime!) {
    orders(
      options: { take: 100, sort: { orderPlacedAt: DESC }, filter: { orderPlacedAt: { after: $since } } }
    ) {
      items {
        ...OrderFields
      }
    }
  }
  ${ORDER_FIELDS}
`;

type RawOrder = Omit<WatchedSellerOrder, 'storeName'> & {
  type: string;
  channels: { code: string; seller: { name: string } | null }[];
};

const FINAL_STATES = ['DELIVERED', 'FAILED', 'CANCELLED'];

/** Reads deliveries from the Admin API. */
export class DeliveryWatcher {
  private readonly api: AdminClient;

  constructor(adminApiUrl: string, credentials: { identifier: string; password: string }) {
    this.api = new AdminClient(adminApiUrl, credentials);
  }

  /** The seller orders of an order, with their deliveries. */
  async sellerOrders(parentOrderId: string): Promise<WatchedSellerOrder[]> {
    const { order } = await this.api.request<{ order: { sellerOrders: RawOrder[] } | null }>(SELLER_ORDERS, {
      id: parentOrderId,
    });
    return (order?.sellerOrders ?? []).map(watchedOrder);
  }

  /** The seller orders among the latest 100 orders paid since a time, oldest first. */
  async sellerOrdersSince(moment: Date): Promise<WatchedSellerOrder[]> {
    const { orders } = await this.api.request<{ orders: { items: RawOrder[] } }>(RECENT_ORDERS, {
      since: moment.toISOString(),
    });
    return orders.items
      .filter(({ type }) => type === 'Seller')
      .map(watchedOrder)
      .reverse();
  }

  /**
   * Polls until the deliveries of all seller orders of the order have ended.
   *
   * @throws Error with the states of the deliveries if that takes longer than `timeoutMs`
   */
  async untilEnded(
    parentOrderId: string,
    options: { timeoutMs?: number; intervalMs?: number; signal?: AbortSignal } = {},
  ): Promise<WatchedSellerOrder[]> {
    const { timeoutMs = 120_000, intervalMs = 250, signal } = options;
    const deadline = Date.now() + timeoutMs;
    for (let orders: WatchedSellerOrder[] = []; ;) {
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
        const states = orders.map(
          ({ code, delivery }) => `${code} ${delivery?.state ?? 'without a delivery'}`,
        );
        throw new Error(`Not delivered within ${timeoutMs} ms: ${states.join(', ') || 'no seller orders'}`);
      }
      await wait(intervalMs, undefined, { signal });
    }
  }
}

/** Whether the shop did not answer, as during a restart. */
function isConnectionFault(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
}

function watchedOrder({ channels, type: _, ...order }: RawOrder): WatchedSellerOrder {
  const seller = getSellerChannel(channels)?.seller;
  return { ...order, storeName: seller?.name ?? null };
}
