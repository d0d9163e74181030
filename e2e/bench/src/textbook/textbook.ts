import { randomUUID } from 'node:crypto';
import { eventually, PostgresServer } from '@driver-dispatch/local-servers';
import { Pool } from 'pg';
import { RANDOM_LAT, RANDOM_LON } from '../city/city';
import type { PreparedRequest } from '../load/load';
import { randomPickupAndDropoff, signedRequest } from '../load/requests';
import type { Competitor } from '../measure/competitor';
import { Program } from '../processes/program';
import { SINGLE_EVENTS } from '../world/received';
import type { Servers } from '../world/servers';
import { WAIT_MS } from '../world/wait';
import { TEXTBOOK_INDEX, TEXTBOOK_SCHEMA } from './claim-nearest';
import type { PaidOrder } from './textbook-message';

const FILL = `INSERT INTO driver (id, name, status, position)
  SELECT gen_random_uuid(), 'Driver', 'AVAILABLE', point(${RANDOM_LON}, ${RANDOM_LAT}) FROM generate_series(1, $1::int)`;

/** The textbook program with its own PostgreSQL server. */
export class Textbook implements Competitor {
  readonly name = 'textbook';

  private constructor(
    private readonly servers: Servers,
    private readonly postgres: PostgresServer,
    private readonly database: Pool,
    private readonly program: Program,
    private readonly port: number,
  ) {}

  static async start(servers: Servers, drivers: number): Promise<Textbook> {
    const postgres = await PostgresServer.start({ durable: true });
    const databaseUrl = await postgres.createDatabase('textbook');
    const database = new Pool({ connectionString: databaseUrl, max: 2 });
    database.on('error', () => undefined);
    await database.query(TEXTBOOK_SCHEMA);
    await database.query(FILL, [drivers]);
    await database.query(TEXTBOOK_INDEX);
    await database.query('VACUUM ANALYZE driver');
    const [program, { port }] = await Program.start<{ port: number }>('textbook/server.js', {
      databaseUrl,
      key: servers.keys.vendure[0]!,
      webhookUrl: servers.webhookUrl + SINGLE_EVENTS,
    });
    return new Textbook(servers, postgres, database, program, port);
  }

  get ports(): number[] {
    return [this.port];
  }

  orderRequest(id: string): PreparedRequest {
    const order: PaidOrder = {
      type: 'seller_order.ready',
      timestamp: new Date().toISOString(),
      data: {
        sellerOrderId: id,
        orderCode: id,
        channelId: '1',
        correlationId: randomUUID(),
        ...randomPickupAndDropoff(),
      },
    };
    return signedRequest('/', this.servers.keys.vendure[0]!, order);
  }

  pids() {
    return { program: [this.program.pid], servers: [this.postgres.pid] };
  }

  async eventsAcknowledged(): Promise<number> {
    return (await this.servers.received()).events;
  }

  async check(assigned: readonly string[]): Promise<string[]> {
    const count = async (query: string, values: unknown[] = []) =>
      Number((await this.database.query<{ count: string }>(query, values)).rows[0]!.count);
    await eventually(
      () => count('SELECT count(*) FROM outbox WHERE sent_at IS NULL'),
      (unsent) => unsent === 0,
      WAIT_MS,
    );
    const stored = await count(
      `SELECT count(*) FROM delivery d JOIN assignment a ON a.delivery_id = d.id
       JOIN driver r ON r.id = a.driver_id AND r.status = 'BUSY' WHERE d.seller_order_id = ANY ($1)`,
      [assigned],
    );
    return stored === assigned.length ? [] : [`${assigned.length} answered ASSIGNED, ${stored} stored`];
  }

  async restore(): Promise<void> {
    await this.database.query(`
      LOCK TABLE driver IN EXCLUSIVE MODE;
      DELETE FROM assignment;
      UPDATE driver SET status = 'AVAILABLE' WHERE status <> 'AVAILABLE'`);
    await this.database.query('VACUUM ANALYZE driver, assignment, delivery, outbox');
  }

  async stop(): Promise<void> {
    await this.program.stop();
    await this.database.end();
    await this.postgres.stop();
  }
}
