import { eventually } from '@driver-dispatch/local-servers';
import { gql } from 'graphql-tag';
import { CHANNELS, createAdministrator, Superadministrator } from '../../../src/testing/administrators';
import {
  CANCEL,
  DELIVERIES,
  DRIVERS,
  INVITE,
  ORDER,
  STOCK_LOCATIONS,
  UPDATE_STOCK_LOCATION,
} from '../../../src/testing/documents';

const ADD_NOTE = gql`
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
  private constructor(private readonly admin: Superadministrator) {}

  static async of(shopUrl: string): Promise<Administrator> {
    return new Administrator(await Superadministrator.of(shopUrl));
  }

  async channelId(channelCode: string): Promise<string> {
    const { channels } = await this.admin.query(CHANNELS);
    return channels.items.find(({ code }: { code: string }) => code === channelCode).id;
  }

  /** Returns the link of a new invitation to the driver app. */
  async invite(driverId: string): Promise<string> {
    return (await this.admin.query(INVITE, { driverId })).createDriverInvitation.link;
  }

  /** Creates an administrator of one channel with the given permissions. */
  async createAdministrator(channelCode: string, permissions: readonly string[]): Promise<Login> {
    const { emailAddress, password } = await createAdministrator(this.admin, { [channelCode]: permissions });
    return { identifier: emailAddress, password };
  }

  async stores(): Promise<Store[]> {
    return (await this.admin.query(STOCK_LOCATIONS)).stockLocations.items;
  }

  async updateStore(store: Partial<Store>): Promise<void> {
    await this.admin.query(UPDATE_STOCK_LOCATION, { input: store });
  }

  async addNote(orderId: string, note: string): Promise<void> {
    await this.admin.query(ADD_NOTE, { input: { id: orderId, note, isPublic: false } });
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
      await this.admin.query(CANCEL, { id });
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
    return (await this.admin.query(DELIVERIES, { options: { filter } })).driverDeliveries.items;
  }

  /** Drivers who are available or busy. */
  async driversOnline(): Promise<{ driverId: string; name: string; status: string }[]> {
    const filter = { status: { notEq: 'OFFLINE' } };
    return (await this.admin.query(DRIVERS, { options: { filter } })).drivers.items;
  }

  /** The deliveries of an order, or of the seller orders that it was split into. */
  async deliveriesOf(orderId: string): Promise<DeliveryInShop[]> {
    return (await this.admin.query(ORDER, { id: orderId })).order.deliveries;
  }
}
