import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type {
  CompleteDelivery,
  FailDelivery,
  Location,
  PickUpDelivery,
  RegisterDriver,
  SetDriverStatus,
} from '../messages/driver-app-messages';
import type { AcceptOffer, DeclineOffer } from '../messages/offers';
import {
  deliveryReceiptSchema,
  driverReplySchema,
  locationsReplySchema,
  type DeliveryReceipt,
  type DriverReply,
  type LocationsReply,
} from '../messages/replies';
import { signInReplySchema, type CreateSession, type SignInReply } from '../messages/driver-session';
import { DRIVER_APP_PATH } from './paths';
import { SignedHttpClient, type SignedHttpClientOptions } from './signed-http-client';

type Body<T extends { type: string }> = Omit<T, 'type'>;

/**
 * Client for the backend of a driver app. All methods except `createSession` are idempotent.
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

  register(driver: Body<RegisterDriver>): Promise<DriverReply> {
    return this.send(driverReplySchema, 'register', { type: 'driver.register', ...driver });
  }

  /** @throws DispatchError `illegal_transition` while the driver is BUSY */
  setStatus(status: Body<SetDriverStatus>): Promise<DriverReply> {
    return this.send(driverReplySchema, 'status', { type: 'driver.set_status', ...status });
  }

  /**
   * Signs a driver in on a device, with a new session. The device sends the token to `/v1/driver/...`.
   *
   * @throws DispatchError `not_found`, `driver_inactive`
   */
  createSession(session: Body<CreateSession>): Promise<SignInReply> {
    return this.send(signInReplySchema, 'session', { type: 'driver.create_session', ...session });
  }

  async reportLocation(location: Location): Promise<void> {
    await this.send(locationsReplySchema, 'location', { type: 'driver.report_location', ...location });
  }

  /** Stores the valid locations. The reply lists the others. */
  reportLocations(locations: Location[]): Promise<LocationsReply> {
    return this.send(locationsReplySchema, 'locations', { type: 'driver.report_locations', locations });
  }

  /** Keeps the driver online. The reply contains the task of the driver, if any. */
  heartbeat(driverId: string): Promise<DriverReply> {
    return this.send(driverReplySchema, 'heartbeat', { type: 'driver.heartbeat', driverId });
  }

  /**
   * Accepts an offer. The reply contains the task.
   *
   * @throws DispatchError `offer_ended` with the outcome
   */
  acceptOffer(offer: Body<AcceptOffer>): Promise<DriverReply> {
    return this.send(driverReplySchema, 'accept-offer', { type: 'offer.accept', ...offer });
  }

  /** @throws DispatchError `offer_ended` with the outcome, unless the offer was declined before */
  declineOffer(offer: Body<DeclineOffer>): Promise<DriverReply> {
    return this.send(driverReplySchema, 'decline-offer', { type: 'offer.decline', ...offer });
  }

  pickUp(delivery: Body<PickUpDelivery>): Promise<DeliveryReceipt> {
    return this.send(deliveryReceiptSchema, 'pick-up', { type: 'delivery.pick_up', ...delivery });
  }

  complete(delivery: Body<CompleteDelivery>): Promise<DeliveryReceipt> {
    return this.send(deliveryReceiptSchema, 'complete', { type: 'delivery.complete', ...delivery });
  }

  fail(delivery: Body<FailDelivery>): Promise<DeliveryReceipt> {
    return this.send(deliveryReceiptSchema, 'fail', { type: 'delivery.fail', ...delivery });
  }

  close(): void {
    this.http.close();
  }

  private async send<S extends z.ZodType>(reply: S, action: string, message: object): Promise<z.output<S>> {
    return reply.parse(await this.http.post(`${DRIVER_APP_PATH}/${action}`, randomUUID(), message));
  }
}
