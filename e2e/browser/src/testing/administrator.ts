import { ADMIN_API_PATH, GraphqlClient, SUPERADMIN } from '@driver-dispatch/dev-server';
import { setTimeout as wait } from 'node:timers/promises';

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
      ... on DriverDelivery {
        state
      }
    }
  }
`;

const OPEN_DELIVERIES = /* GraphQL */ `
  query OpenDeliveries {
    driverDeliveries(options: { filter: { state: { notIn: ["DELIVERED", "FAILED", "CANCELLED"] } } }) {
      items {
        id
        state
        orderCode
      }
    }
  }
`;

const DRIVERS_ONLINE = /* GraphQL */ `
  query DriversOnline {
    drivers(options: { filter: { status: { notEq: "OFFLINE" } } }) {
      items {
        driverId
        name
        status
      }
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

/** Maximum number of polls, 100 ms apart. */
const MAX_POLLS = 600;

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
    const { channels } = await this.api.request<{ channels: { items: { id: string; code: string }[] } }>(
      CHANNELS,
    );
    return channels.items.find(({ code }) => code === channelCode)!.id;
  }

  /** Creates an administrator of one channel with the given permissions. */
  async createAdministrator(
    name: string,
    channelCode: string,
    permissions: readonly string[],
  ): Promise<Login> {
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
    for (let polls = 0; ; polls += 1) {
      const [delivery] = await this.deliveriesOf(orderId);
      if (delivery?.state === state) {
        return delivery;
      }
      if (polls === MAX_POLLS) {
        throw new Error(`The delivery is ${delivery?.state ?? 'missing'}, not ${state}`);
      }
      await wait(100);
    }
  }

  async cancel(...ids: string[]): Promise<void> {
    for (const id of ids) {
      await this.api.request(CANCEL, { id });
    }
  }

  /** Waits until none of the deliveries is open. */
  async untilFinished(ids: readonly string[]): Promise<void> {
    for (let polls = 0; ; polls += 1) {
      const open = (await this.openDeliveries()).filter(({ id }) => ids.includes(id));
      if (open.length === 0) {
        return;
      }
      if (polls === MAX_POLLS) {
        throw new Error(`Deliveries are still open: ${JSON.stringify(open)}`);
      }
      await wait(100);
    }
  }

  /** Deliveries that are not finished. */
  async openDeliveries(): Promise<DeliveryState[]> {
    const { driverDeliveries } = await this.api.request<{ driverDeliveries: { items: DeliveryInShop[] } }>(
      OPEN_DELIVERIES,
    );
    return driverDeliveries.items;
  }

  /** Drivers who are available or busy. */
  async driversOnline(): Promise<{ driverId: string; name: string; status: string }[]> {
    const { drivers } = await this.api.request<{
      drivers: { items: { driverId: string; name: string; status: string }[] };
    }>(DRIVERS_ONLINE);
    return drivers.items;
  }

  /** The deliveries of an order, or of the seller orders that it was split into. */
  async deliveriesOf(orderId: string): Promise<DeliveryInShop[]> {
    const { order } = await this.api.request<{ order: { deliveries: DeliveryInShop[] } }>(DELIVERY, {
      id: orderId,
    });
    return order.deliveries;
  }
}
