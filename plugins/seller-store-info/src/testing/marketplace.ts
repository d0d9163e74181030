import { getSellerChannel } from '@driver-dispatch/contract';
import { freePort, PostgresServer } from '@driver-dispatch/local-servers';
import type { INestApplication } from '@nestjs/common';
import {
  bootstrap,
  defaultConfig,
  defaultOrderProcess,
  dummyPaymentHandler,
  LanguageCode,
  mergeConfig,
  NoopLogger,
  ProductVariant,
  TransactionalConnection,
  type InitialData,
  type Injector,
  type OrderLine,
  type OrderSellerStrategy,
  type RequestContext,
  type OrderProcess,
  type VendureConfig,
} from '@vendure/core';
import { populateInitialData } from '@vendure/core/cli';
import { SimpleGraphQLClient } from '@vendure/testing';
import type { SellerStoreInfoOptions } from '../configuration/options';
import { NearestStoreStockLocationStrategy } from '../stock/nearest-store-stock-location-strategy';
import { SellerStoreInfoPlugin } from '../seller-store-info.plugin';

const INITIAL_DATA: InitialData = {
  defaultLanguage: LanguageCode.en,
  defaultZone: 'Europe',
  countries: [{ code: 'DE', name: 'Germany', zone: 'Europe' }],
  taxRates: [{ name: 'Standard', percentage: 19 }],
  shippingMethods: [{ name: 'Delivery', price: 300 }],
  paymentMethods: [
    {
      name: 'Dummy',
      handler: { code: dummyPaymentHandler.code, arguments: [{ name: 'automaticSettle', value: 'true' }] },
    },
  ],
  collections: [],
};

/** Assigns a line to the channel of its variant. */
class SellerOfVariantStrategy implements OrderSellerStrategy {
  private connection!: TransactionalConnection;

  init(injector: Injector): void {
    this.connection = injector.get(TransactionalConnection);
  }

  async setOrderLineSellerChannel(ctx: RequestContext, { productVariant }: OrderLine) {
    const { channels } = await this.connection.getRepository(ctx, ProductVariant).findOneOrFail({
      where: { id: productVariant.id },
      relations: { channels: true },
      loadEagerRelations: false,
    });
    return getSellerChannel(channels);
  }
}

/** A Vendure server with the plugin and a separate PostgreSQL server, with initial data. */
export class Marketplace {
  private constructor(
    readonly app: INestApplication,
    private readonly config: Required<VendureConfig>,
    private readonly postgres: PostgresServer,
  ) {}

  /**
   * @param orderProcess added after Vendure's default order process
   * @param options options of the plugin
   */
  static async open(
    orderProcess: OrderProcess<string>,
    options: SellerStoreInfoOptions,
  ): Promise<Marketplace> {
    // Vendure would send telemetry and write an installation id to the working directory.
    process.env.VENDURE_DISABLE_TELEMETRY = 'true';
    const postgres = await PostgresServer.start();
    const config = mergeConfig(defaultConfig, {
      apiOptions: { port: await freePort(), hostname: '127.0.0.1' },
      authOptions: { tokenMethod: 'bearer', requireVerification: false },
      dbConnectionOptions: {
        type: 'postgres',
        url: await postgres.createDatabase('vendure'),
        synchronize: true,
      },
      logger: new NoopLogger(),
      orderOptions: {
        process: [defaultOrderProcess, orderProcess],
        orderSellerStrategy: new SellerOfVariantStrategy(),
      },
      catalogOptions: { stockLocationStrategy: new NearestStoreStockLocationStrategy() },
      paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
      plugins: [SellerStoreInfoPlugin.init({ defaultPreparationMinutes: 12, ...options })],
    });
    try {
      const app = await bootstrap(config);
      await populateInitialData(app, INITIAL_DATA);
      return new Marketplace(app, config as Required<VendureConfig>, postgres);
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  /** Returns a client that is not logged in, for the default channel unless a channel token is given. */
  client(api: 'admin-api' | 'shop-api', channelToken?: string): SimpleGraphQLClient {
    const url = `http://127.0.0.1:${this.config.apiOptions.port}/${api}`;
    const client = new SimpleGraphQLClient(this.config, url);
    if (channelToken) {
      client.setChannelToken(channelToken);
    }
    return client;
  }

  async close(): Promise<void> {
    await this.app.close();
    await this.postgres.stop();
  }
}
