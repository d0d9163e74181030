import { eventually, PostgresServer } from '@driver-dispatch/local-servers';
import { ShopProcess, type TestOrder } from '@driver-dispatch/processes';
import { Pool } from 'pg';
import { pointNear, randomPoint } from '../city/city';
import { checkoutRequest, startSessions } from '../load/checkout';
import { post } from '../load/post';
import { unsignedRequest } from '../load/requests';
import type { PreparedRequest } from '../load/load';
import { DatabaseCounters } from '../measure/database-counters';
import type { Servers } from './servers';
import { WAIT_MS } from './wait';

const DROPOFF_WITHIN_METRES = 3_000;
const SEARCH_RADIUS_METRES = 5_000;

const DATABASE = 'shop';

/** Time from just before the payment to the commit of the assignment in Vendure, in milliseconds. */
const PAID_TO_ASSIGNED = `
  SELECT (extract(epoch FROM pg_xact_commit_timestamp(e.xmin) - o."createdAt") * 1000)::float8 AS ms
  FROM driver_delivery d JOIN "order" o ON o.id = d."orderId"
  JOIN driver_delivery_timeline_entry e ON e."deliveryId" = d.id AND e.type = 'delivery.assigned'
  WHERE o.code LIKE $1 || '%' AND d.state = 'ASSIGNED' ORDER BY o."createdAt"`;

const PAID_CHECKOUTS = `
  SELECT count(*) FROM "order" o
  WHERE o.state = 'PaymentSettled' AND EXISTS (SELECT FROM order_line l WHERE l."orderId" = o.id)`;

/** Sessions of the Shop API: more than the number of concurrent checkouts. */
const SHOPPERS = 200;

/** A Vendure server, a Vendure worker and their PostgreSQL. */
export class Shop {
  /** Number of statements that the bench itself has sent. */
  private reads = 0;

  private constructor(
    private readonly server: ShopProcess,
    private readonly worker: ShopProcess,
    private readonly postgres: PostgresServer,
    private readonly database: Pool,
    private readonly counters: DatabaseCounters,
    private readonly plugin: boolean,
  ) {}

  /** @param plugin whether the shop has the plugin */
  static async create({ keys }: Servers, engineUrl: string, plugin: boolean): Promise<Shop> {
    const postgres = await PostgresServer.start({ durable: true });
    const counters = await DatabaseCounters.enable(postgres);
    const databaseUrl = await postgres.createDatabase(DATABASE);
    const database = new Pool({ connectionString: databaseUrl, max: 2 });
    database.on('error', () => undefined);
    const environment = {
      databaseUrl,
      engineUrl,
      plugin,
      sendKeys: keys.vendure.slice(0, 1),
      receiveKeys: keys.webhook.slice(0, 1),
    };
    const server = await ShopProcess.create({ ...environment, role: 'server', catalogue: true });
    const worker = await ShopProcess.create({ ...environment, role: 'worker' });
    return new Shop(server, worker, postgres, database, counters, plugin);
  }

  /** @param nodeArgs arguments of Node */
  async start(nodeArgs?: readonly string[]): Promise<void> {
    await this.server.start(nodeArgs);
    await this.worker.start(nodeArgs);
  }

  get port(): number {
    return this.server.port;
  }

  get pids(): number[] {
    return [this.server.pid, this.worker.pid, this.postgres.pid];
  }

  /** Returns the work of the shop's PostgreSQL since its start, without the statements of the bench. */
  async counts(): Promise<Record<string, number>> {
    const counts = await this.counters.read(DATABASE);
    return { ...counts, statements: counts.statements! - this.reads };
  }

  /** Returns a request that creates a paid order. */
  orderRequest(code: string): PreparedRequest {
    const pickup = randomPoint();
    const dropoff = pointNear(pickup, DROPOFF_WITHIN_METRES);
    const order: TestOrder = { code, pickup, dropoff, searchRadiusMetres: SEARCH_RADIUS_METRES };
    return unsignedRequest('/test-orders/place', order);
  }

  /** Returns checkouts through the Shop API, from the cart to the payment in one request, of the shoppers in turn. */
  async checkoutRequests(prefix: string, count: number): Promise<PreparedRequest[]> {
    const tokens = await startSessions(this.port, Math.min(count, SHOPPERS));
    return Array.from({ length: count }, (_, i) =>
      checkoutRequest(tokens[i % tokens.length]!, `${prefix}${i}`, this.plugin ? randomPoint() : undefined),
    );
  }

  /** Returns the number of paid orders from the Shop API. */
  async paidCheckouts(): Promise<number> {
    this.reads++;
    const { rows } = await this.database.query<{ count: string }>(PAID_CHECKOUTS);
    return Number(rows[0]!.count);
  }

  /** Creates a paid order. @throws Error when the response is not 2xx */
  async pay(code: string): Promise<void> {
    await post(this.port, this.orderRequest(code));
  }

  /** Waits until a number of orders with a prefix are assigned. @returns their durations, ordered by time of payment */
  async paidToAssigned(prefix: string, orders: number): Promise<number[]> {
    const read = async () => {
      this.reads++;
      const { rows } = await this.database.query<{ ms: number }>(PAID_TO_ASSIGNED, [prefix]);
      return rows.map(({ ms }) => ms);
    };
    return eventually(read, (durations) => durations.length >= orders, WAIT_MS);
  }

  async stop(): Promise<void> {
    await Promise.all([this.server.stop(), this.worker.stop()]);
    await this.database.end();
    await this.postgres.stop();
  }
}
