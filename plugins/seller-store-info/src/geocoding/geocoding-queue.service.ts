import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import {
  EventBus,
  Instrument,
  JobQueueService,
  Logger,
  RequestContextService,
  StockLocationEvent,
  type ID,
  type JobQueue,
} from '@vendure/core';
import { SELLER_STORE_INFO_OPTIONS, type ResolvedSellerStoreInfoOptions } from '../configuration/options';
import { NoGeocodingStrategy } from '../configuration/no-geocoding-strategy';
import { OrderAddressService } from './order-address.service';
import { needsGeocoding, StoreLocatorService } from './store-locator.service';

/** Geocodes a stock location or an order's shipping address. */
type GeocodingJob = { subject: 'store' | 'order'; id: ID };

const RETRIES = 5;

/** Geocodes addresses in a job queue. Adds a job for each saved stock location with an address and no coordinates. */
@Injectable()
@Instrument()
export class GeocodingQueueService implements OnModuleInit, OnApplicationBootstrap {
  private queue!: JobQueue<GeocodingJob>;

  constructor(
    private readonly jobQueueService: JobQueueService,
    private readonly eventBus: EventBus,
    private readonly contexts: RequestContextService,
    private readonly stores: StoreLocatorService,
    private readonly addresses: OrderAddressService,
    @Inject(SELLER_STORE_INFO_OPTIONS) private readonly options: ResolvedSellerStoreInfoOptions,
  ) {}

  async onModuleInit(): Promise<void> {
    this.queue = await this.jobQueueService.createQueue({
      name: 'seller-store-info-geocoding',
      process: ({ data }) => this.process(data),
    });
  }

  onApplicationBootstrap(): void {
    if (this.options.geocodingStrategy instanceof NoGeocodingStrategy) {
      return;
    }
    this.eventBus.ofType(StockLocationEvent).subscribe(({ type, entity }) => {
      if (type !== 'deleted' && needsGeocoding(entity.customFields)) {
        this.add({ subject: 'store', id: entity.id }).catch((error) =>
          Logger.error(
            `Adding the geocoding job of stock location "${entity.name}" failed: ${error}`,
            'SellerStoreInfoPlugin',
          ),
        );
      }
    });
  }

  async add(job: GeocodingJob): Promise<void> {
    await this.queue.add(job, { retries: RETRIES });
  }

  private async process({ subject, id }: GeocodingJob): Promise<{ located: boolean }> {
    const ctx = await this.contexts.create({ apiType: 'admin' });
    const located =
      subject === 'store'
        ? await this.stores.locateStore(ctx, id)
        : (await this.addresses.locateOrder(ctx, id)) !== undefined;
    return { located };
  }
}
