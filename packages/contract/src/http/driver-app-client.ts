import { randomUUID } from 'node:crypto';
import type {
  CompleteDelivery,
  FailDelivery,
  Location,
  PickUpDelivery,
  RegisterDriver,
  SetDriverStatus,
} from '../messages/driver-app-messages';
import {
  deliveryReceiptSchema,
  driverReplySchema,
  locationsReplySchema,
  type DeliveryReceipt,
  type DriverReply,
  type LocationsReply,
} from '../messages/replies';
import { DRIVER_APP_PATH } from './paths';
import { SignedHttpClient, type SignedHttpClientOptions } from './signed-http-client';

type Body<T extends { type: string }> = Omit<T, 'type'>;

/**
 * Client for the backend of a driver app. All methods are idempotent.
 *
 * @example
 * ```ts
 * const app = new DriverAppClient({ url: 'http://localhost:3300', keys: [process.env.DRIVER_APP_KEY!] });
 * await app.register({ driverId: 'ada', name: 'Ada', channels: [] });
 * const { task } = await app.setStatus({ driverId: 'ada', status: 'AVAILABLE', point: { lat: 52.5, lon: 13.4 } });
 * ```
 */
export class DriverAppClient {
  private readonly http: SignedHttpClient;

  constructor(options: SignedHttpClientOptions) {
    this.http = new SignedHttpClient(options);
  }

  async register(driver: Body<RegisterDriver>): Promise<DriverReply> {
    return driverReplySchema.parse(await this.send('register', { type: 'driver.register', ...driver }));
  }

  /** @throws DispatchError `illegal_transition` while the driver is BUSY */
  async setStatus(status: Body<SetDriverStatus>): Promise<DriverReply> {
    return driverReplySchema.parse(await this.send('status', { type: 'driver.set_status', ...status }));
  }

  async reportLocation(location: Location): Promise<void> {
    await this.send('location', { type: 'driver.report_location', ...location });
  }

  /** Stores the valid locations. The reply lists the others. */
  async reportLocations(locations: Location[]): Promise<LocationsReply> {
    return locationsReplySchema.parse(
      await this.send('locations', { type: 'driver.report_locations', locations }),
    );
  }

  /** Keeps the driver online. The reply contains the task of the driver, if any. */
  async heartbeat(driverId: string): Promise<DriverReply> {
    return driverReplySchema.parse(await this.send('heartbeat', { type: 'driver.heartbeat', driverId }));
  }

  async pickUp(delivery: Body<PickUpDelivery>): Promise<DeliveryReceipt> {
    return deliveryReceiptSchema.parse(await this.send('pick-up', { type: 'delivery.pick_up', ...delivery }));
  }

  async complete(delivery: Body<CompleteDelivery>): Promise<DeliveryReceipt> {
    return deliveryReceiptSchema.parse(
      await this.send('complete', { type: 'delivery.complete', ...delivery }),
    );
  }

  async fail(delivery: Body<FailDelivery>): Promise<DeliveryReceipt> {
    return deliveryReceiptSchema.parse(await this.send('fail', { type: 'delivery.fail', ...delivery }));
  }

  close(): void {
    this.http.close();
  }

  private send(action: string, message: object): Promise<unknown> {
    return this.http.post(`${DRIVER_APP_PATH}/${action}`, randomUUID(), message);
  }
}
