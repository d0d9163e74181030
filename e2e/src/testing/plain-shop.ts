import { join } from 'node:path';
import { inProcessEngine } from '@driver-dispatch/assignment-engine';
import { DriverAppClient, type Point } from '@driver-dispatch/contract';
import { SELLERS, Shopper, type PlacedOrder } from '@driver-dispatch/dev-server';
import {
  DriverIntegrationPlugin,
  type DriverIntegrationOptions,
} from '@driver-dispatch/driver-integration-plugin';
import { eventually, freePort, PostgresServer } from '@driver-dispatch/local-servers';
import { makeKeys } from '@driver-dispatch/processes';
import {
  SellerStoreInfoPlugin,
  StockLocationPickupStrategy,
} from '@driver-dispatch/seller-store-info-plugin';
import {
  DefaultJobQueuePlugin,
  DefaultSearchPlugin,
  dummyPaymentHandler,
  LanguageCode,
  TransactionalConnection,
  type InitialData,
  type VendureConfig,
} from '@vendure/core';
import { gql } from 'graphql-tag';
import {
  createTestEnvironment,
  registerInitializer,
  testConfig,
  type SimpleGraphQLClient,
  type TestServer,
} from '@vendure/testing';
import { ORDER, STOCK_LOCATIONS, UPDATE_STOCK_LOCATION } from './documents';
import { FastPasswordHashingStrategy } from './fast-password-hashing-strategy';
import { guestOrderFrom } from './orders';

const INITIAL_DATA: InitialData = {
  defaultLanguage: LanguageCode.en,
  defaultZone: 'Europe',
  countries: [{ name: 'Germany', code: 'DE', zone: 'Europe' }],
  taxRates: [{ name: 'Standard', percentage: 19 }],
  shippingMethods: [{ name: 'Driver', price: 290 }],
  paymentMethods: [
    {
      name: 'Card',
      handler: { code: dummyPaymentHandler.code, arguments: [{ name: 'automaticSettle', value: 'true' }] },
    },
  ],
  collections: [],
};

const OPERATOR_KEY = 'operator-key-for-the-tests';

const PRODUCTS = join(__dirname, 'products.csv');

/** The shop's database already exists and only needs to be populated. */
const FRESH_DATABASE = {
  init: async <T>(_file: string, options: T) => options,
  populate: (fill: () => Promise<void>) => fill(),
  destroy: () => undefined,
};

const FULFILL = gql`
  mutation Fulfill($input: FulfillOrderInput!) {
    addFulfillmentToOrder(input: $input) {
      ... on Fulfillment {
        id
        method
        trackingCode
      }
      ... on ErrorResult {
        errorCode
        message
      }
    }
  }
`;

/** Location of the shop's only store. */
export const STORE = { lat: 52.5243, lon: 13.3957 };

/** A Vendure shop without sellers, with an engine in the same process and the same database. */
export class PlainShop {
  private constructor(
    private readonly postgres: PostgresServer,
    readonly server: TestServer,
    readonly admin: SimpleGraphQLClient,
    readonly shopApiUrl: string,
    readonly drivers: DriverAppClient,
    private readonly engineUrl: string,
  ) {}

  /**
   * @param config overrides Vendure's test configuration
   * @param hoursAhead difference of the database's local time to that of the process
   */
  static async start(
    options: Partial<DriverIntegrationOptions>,
    config: Pick<VendureConfig, 'customFields' | 'orderOptions' | 'shippingOptions'> = {},
    hoursAhead = 0,
  ): Promise<PlainShop> {
    const [port, enginePort] = [await freePort(), await freePort()];
    const postgres = await PostgresServer.start();
    const databaseUrl = await postgres.createDatabase('shop');
    const keys = { ...makeKeys(), operator: [OPERATOR_KEY] };
    const engine = inProcessEngine({
      database: { url: databaseUrl },
      http: { port: enginePort },
      keys,
      drivers: { newDriverChannels: 'all' },
      logging: { level: 'error' },
    });
    const { server, adminClient } = createTestEnvironment({
      ...testConfig,
      ...config,
      apiOptions: { ...testConfig.apiOptions, port },
      authOptions: {
        ...testConfig.authOptions,
        passwordHashingStrategy: new FastPasswordHashingStrategy(),
      },
      dbConnectionOptions: {
        type: 'postgres',
        url: databaseUrl,
        synchronize: true,
        extra: { options: `-c timezone=Etc/GMT-${hoursAhead}` },
      },
      paymentOptions: { ...testConfig.paymentOptions, paymentMethodHandlers: [dummyPaymentHandler] },
      plugins: [
        DefaultJobQueuePlugin.init({
          pollInterval: 50,
          // Vendure reads the local time of a failure as a time of the process.
          backoffStrategy: () => 1_000 - hoursAhead * 3_600_000,
        }),
        DefaultSearchPlugin.init({}),
        SellerStoreInfoPlugin.init({}),
        DriverIntegrationPlugin.init({
          engine,
          pickupStrategy: new StockLocationPickupStrategy(),
          ...options,
        }),
      ],
    });
    const engineUrl = `http://127.0.0.1:${enginePort}`;
    const shop = new PlainShop(
      ...([postgres, server, adminClient, `http://127.0.0.1:${port}/shop-api`] as const),
      ...([new DriverAppClient({ url: engineUrl, keys: keys.driverApp }), engineUrl] as const),
    );
    registerInitializer('postgres', FRESH_DATABASE);
    try {
      await server.init({ initialData: INITIAL_DATA, productsCsvPath: PRODUCTS, customerCount: 1 });
      await adminClient.asSuperAdmin();
    } catch (error) {
      await shop.stop();
      throw error;
    }
    return shop;
  }

  /** Sets the coordinates of the shop's only stock location; `undefined` removes them. */
  locateStore(point: Point | undefined): Promise<void> {
    return this.editStore({ storeLatitude: point?.lat ?? null, storeLongitude: point?.lon ?? null });
  }

  /** Changes custom fields of the shop's only stock location. */
  async editStore(customFields: Record<string, unknown>): Promise<void> {
    const { stockLocations } = await this.admin.query(STOCK_LOCATIONS);
    const { id } = stockLocations.items[0];
    await this.admin.query(UPDATE_STOCK_LOCATION, { input: { id, customFields } });
  }

  /** Buys a lamp as a new customer. */
  buy(): Promise<PlacedOrder> {
    return new Shopper(this.shopApiUrl).buy({ ...guestOrderFrom(SELLERS), searches: ['Lamp'] });
  }

  /** Returns an order with its deliveries and history. */
  async order(id: string): Promise<any> {
    return (await this.admin.query(ORDER, { id })).order;
  }

  /** Waits until an order fulfills a condition. */
  untilOrder(id: string, holds: (order: any) => boolean): Promise<any> {
    return eventually(() => this.order(id), holds);
  }

  /** Waits until an order's delivery fulfills a condition. @returns the order */
  untilDelivery(id: string, holds: (delivery: any) => boolean): Promise<any> {
    return this.untilOrder(id, ({ delivery }) => delivery !== null && holds(delivery));
  }

  /** Fulfills all lines of an order. @returns the fulfillment or an error */
  async fulfill(id: string, code: string, args: { name: string; value: string }[] = []): Promise<any> {
    const { lines: ordered } = await this.order(id);
    const lines = ordered.map((line: any) => ({ orderLineId: line.id, quantity: line.quantity }));
    const input = { lines, handler: { code, arguments: args } };
    return (await this.admin.query(FULFILL, { input })).addFulfillmentToOrder;
  }

  /** Registers a driver and sets the driver AVAILABLE at a point. */
  async startShift(driverId: string, point: Point = STORE): Promise<void> {
    await this.drivers.register({ driverId, name: driverId, channels: [] });
    await this.drivers.setStatus({ driverId, status: 'AVAILABLE', point });
  }

  async endShift(driverId: string): Promise<void> {
    await this.drivers.setStatus({ driverId, status: 'OFFLINE' });
  }

  /** Returns rows of the shop's tables, or of the engine's tables in the schema `driver_dispatch`. */
  query(statement: string, parameters: unknown[] = []): Promise<any[]> {
    return this.server.app.get(TransactionalConnection).rawConnection.query(statement, parameters);
  }

  /** Returns rows of the engine's tables. */
  engineRows<Row extends object>(statement: string): Promise<Row[]> {
    return this.postgres.rows<Row>('shop', statement);
  }

  /** Runs a reconciliation as the engine's operator. @returns the report */
  async reconcile(): Promise<any> {
    const headers = { authorization: `Bearer ${OPERATOR_KEY}` };
    return (await fetch(`${this.engineUrl}/v1/reconcile`, { method: 'POST', headers })).json();
  }

  async stop(): Promise<void> {
    this.drivers.close();
    await this.server.destroy();
    await this.postgres.stop();
  }
}
