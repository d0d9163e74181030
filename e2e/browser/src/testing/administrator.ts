import { ADMIN_API_PATH, GraphqlClient, SUPERADMIN } from '@driver-dispatch/dev-server';
import { eventually } from '@driver-dispatch/local-servers';
import { print, type DocumentNode } from 'graphql';
import { CHANNELS, createAdministrator } from '../../../src/testing/administrators';
import { CANCEL, DELIVERIES, DRIVERS, ORDER } from '../../../src/testing/documents';

export const LOG_IN = /* GraphQL */ `
  mutation LogIn($identifier: String!, $password: String!) {
    login(username: $identifier, password: $password) {
      ... on ErrorResult {
        errorCode
        message
      }
    }
  }
`;

const STORES = /* GraphQL */ `
  query Stores {
    stockLocations {
      items {
        id
        name
        customFields {
          storeLatitude
          storeLongitude
          deliveryRadiusMetres
          preparationMinutes
          storePausedUntil
          storeOpeningHours
        }
      }
    }
  }
`;

const UPDATE_STORE = /* GraphQL */ `
  mutation UpdateStore($input: UpdateStockLocationInput!) {
    updateStockLocation(input: $input) {
      id
    }
  }
`;

const ADD_NOTE = /* GraphQL */ `
  mutation AddNote($input: AddNoteToOrderInput!) {
    addNoteToOrder(input: $input) {
      id
    }
  }
`;

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

export type DeliveryState = Pick<DeliveryInShop, 'id' | 'state' | 'orderCode'>;

/** A stock location with the fields that the tests change. */
export interface Store {
  id: string;
  name: string;
  customFields: Record<string, unknown>;
}

const UNCANCELLABLE = ['PICKED_UP', 'DELIVERED', 'FAILED', 'CANCELLED'];

export function canBeCancelled({ state }: DeliveryState): boolean {
  return !UNCANCELLABLE.includes(state);
}

/** Calls the Admin API as superadministrator. */
export class Administrator {
  private constructor(private readonly api: GraphqlClient) {}

  static async of(shopUrl: string): Promise<Administrator> {
    const api = new GraphqlClient(`${shopUrl}/${ADMIN_API_PATH}`);
    await api.mutate(LOG_IN, SUPERADMIN);
    return new Administrator(api);
  }

  async channelId(channelCode: string): Promise<string> {
    const { channels } = await this.query(CHANNELS);
    return channels.items.find(({ code }: { code: string }) => code === channelCode).id;
  }

  /** Creates an administrator of one channel with the given permissions. */
  async createAdministrator(channelCode: string, permissions: readonly string[]): Promise<Login> {
    const { emailAddress, password } = await createAdministrator(this, { [channelCode]: permissions });
    return { identifier: emailAddress, password };
  }

  async stores(): Promise<Store[]> {
    const { stockLocations } = await this.api.request<{ stockLocations: { items: Store[] } }>(STORES);
    return stockLocations.items;
  }

  async updateStore(store: Partial<Store>): Promise<void> {
    await this.api.request(UPDATE_STORE, { input: store });
  }

  async addNote(orderId: string, note: string): Promise<void> {
    await this.api.request(ADD_NOTE, { input: { id: orderId, note, isPublic: false } });
  }

  /** Waits until the only delivery of an order is in a state. */
  async deliveryIn(orderId: string, state: string): Promise<DeliveryInShop> {
    const [delivery] = await eventually(
      () => this.deliveriesOf(orderId),
      ([only]) => only?.state === state,
    );
    return delivery!;
  }

  async cancel(...ids: string[]): Promise<void> {
    for (const id of ids) {
      await this.query(CANCEL, { id });
    }
  }

  /** Waits until none of the deliveries is open. */
  async untilFinished(ids: readonly string[]): Promise<void> {
    await eventually(
      async () => (await this.openDeliveries()).filter(({ id }) => ids.includes(id)),
      (open) => open.length === 0,
    );
  }

  /** Deliveries that are not finished. */
  async openDeliveries(): Promise<DeliveryState[]> {
    const filter = { state: { notIn: ['DELIVERED', 'FAILED', 'CANCELLED'] } };
    return (await this.query(DELIVERIES, { options: { filter } })).driverDeliveries.items;
  }

  /** Drivers who are available or busy. */
  async driversOnline(): Promise<{ driverId: string; name: string; status: string }[]> {
    const filter = { status: { notEq: 'OFFLINE' } };
    return (await this.query(DRIVERS, { options: { filter } })).drivers.items;
  }

  /** The deliveries of an order, or of the seller orders that it was split into. */
  async deliveriesOf(orderId: string): Promise<DeliveryInShop[]> {
    return (await this.query(ORDER, { id: orderId })).order.deliveries;
  }

  query(document: DocumentNode, variables?: Record<string, unknown>): Promise<any> {
    return this.api.request(print(document), variables);
  }
}
