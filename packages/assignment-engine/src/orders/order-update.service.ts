import {
  DispatchError,
  TIMESTAMP_TOLERANCE_SECONDS,
  getIdentity,
  type DeliveryReceipt,
  type SellerOrderUpdated,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DriverReleaseService } from '../assignment/driver-release.service';
import { OfferEndings } from '../assignment/offer-endings';
import { WaitingDeliveriesService } from '../assignment/waiting-deliveries.service';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import { toReceipt } from '../deliveries/receipt';
import type { EngineLogger } from '../observability/create-logger';
import { fingerprint } from './fingerprint';
import { OrderStore } from './order-store';
import { getSearchRadius } from './search-radius';

const UPDATE_WAITING = sql('orders/update-waiting-delivery.sql');

/** Updates orders whose delivery is waiting for a driver. */
@Injectable()
export class OrderUpdateService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly orderStore: OrderStore,
    private readonly waiting: WaitingDeliveriesService,
    private readonly offers: OfferEndings,
    private readonly releases: DriverReleaseService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** As the contract's `EngineClient.sellerOrderUpdated`. */
  async update({ timestamp, data }: SellerOrderUpdated): Promise<DeliveryReceipt> {
    const { id } = await this.orderStore.get(data);
    const print = fingerprint(data);
    const { changed, withdrawn } = await this.dataSource.transaction(async (manager) => {
      const [, rows] = await manager.query<[unknown[], number]>(UPDATE_WAITING, [
        id,
        JSON.stringify(data.pickup),
        JSON.stringify(data.dropoff),
        getSearchRadius(data, this.configuration.assignment),
        print,
        timestamp,
        TIMESTAMP_TOLERANCE_SECONDS,
        data.requirements ? JSON.stringify(data.requirements) : null,
      ]);
      // The driver has seen the old contents.
      return { changed: rows, withdrawn: rows > 0 ? await this.offers.withdraw(manager, id) : [] };
    });
    await this.releases.publish(withdrawn);
    const delivery = await this.orderStore.get(data);
    if (changed === 0 && delivery.state !== 'PENDING' && delivery.fingerprint !== print) {
      throw new DispatchError('illegal_transition', `A ${delivery.state} delivery can't be updated`, {
        details: { state: delivery.state },
      });
    }
    if (changed === 0 && delivery.fingerprint !== print) {
      throw new DispatchError('idempotency_conflict', 'A later update of this delivery was applied', {
        details: { state: delivery.state },
      });
    }
    if (changed > 0) {
      this.logger.info('Waiting delivery updated', { deliveryId: id, ...getIdentity(data) });
      if (delivery.waitingSince.getTime() <= Date.now()) {
        await this.waiting.assign([id]);
      }
    }
    return toReceipt(await this.orderStore.get(data), changed === 0);
  }
}
