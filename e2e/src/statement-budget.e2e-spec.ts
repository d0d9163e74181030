import { setTimeout as sleep } from 'node:timers/promises';
import { inProcessEngine } from '@driver-dispatch/assignment-engine';
import {
  DriverAppClient,
  HttpEventSink,
  type DeliveryEvent,
  type EngineClient,
} from '@driver-dispatch/contract';
import {
  eventually,
  freePort,
  PostgresServer,
  StatementStatistics,
  type StatementCount,
} from '@driver-dispatch/local-servers';
import { makeKeys, ShopProcess } from '@driver-dispatch/processes';
import { Logger } from '@nestjs/common';

const STORE = { lat: 52.5243, lon: 13.3957 };
const ONE_BY_ONE = 10;
const AT_ONCE = 200;

/** Statements and commits per order from payment to assignment, in addition to those of a shop without the plugin. */
describe('statement budget of an order', () => {
  const keys = makeKeys();
  const assigned = new Set<string>();
  let servers: PostgresServer[] = [];
  let statistics: StatementStatistics;
  let engine: EngineClient;
  let sink: HttpEventSink;
  /** A shop with the plugin and one without it. */
  let shops: Record<'with' | 'without', ShopProcess>;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    const [shopServer, engineServer] = (servers = [
      await PostgresServer.start(),
      await PostgresServer.start(),
    ]);
    statistics = await StatementStatistics.enable(shopServer!);
    const enginePort = await freePort();
    const urls = {
      sendKeys: keys.vendure,
      receiveKeys: keys.webhook,
      engineUrl: `http://127.0.0.1:${enginePort}`,
    };
    const shop = async (name: string, plugin: boolean) =>
      ShopProcess.create({ ...urls, databaseUrl: await shopServer!.createDatabase(name), plugin });
    shops = { with: await shop('with', true), without: await shop('without', false) };
    await Promise.all([shops.with.start(), shops.without.start()]);
    sink = new HttpEventSink({
      url: `http://127.0.0.1:${shops.with.port}/driver-dispatch/events`,
      keys: keys.webhook,
    });
    engine = await inProcessEngine({
      database: { url: await engineServer!.createDatabase('engine') },
      http: { port: enginePort },
      keys,
      drivers: { newDriverChannels: 'all' },
      heartbeat: { ttlSeconds: 3_600 },
      logging: { level: 'error' },
    }).connect({
      sink: { deliver: (events) => deliver(events), reconcile: (message) => sink.reconcile(message) },
      listen: true,
    });
    await registerDrivers(`http://127.0.0.1:${enginePort}`, 2 + ONE_BY_ONE + AT_ONCE);
    // Warms up the processes and their caches.
    await Promise.all(Object.values(shops).map((shop) => pay(shop, 'warm-up')));
    await pay(shops.with, 'warm-up-2');
    await untilAssigned(2);
  });

  afterAll(async () => {
    await engine?.close();
    sink?.close();
    await Promise.all(Object.values(shops ?? {}).map((shop) => shop.stop()));
    await Promise.all(servers.map((server) => server.stop()));
  });

  async function deliver(events: DeliveryEvent[]) {
    const results = await sink.deliver(events);
    for (const { id, result } of results) {
      if (result === 'applied' && events.find((event) => event.id === id)?.type === 'delivery.assigned') {
        assigned.add(id);
      }
    }
    return results;
  }

  const untilAssigned = (count: number) =>
    eventually(
      () => assigned.size,
      (size) => size >= count,
    );

  async function registerDrivers(url: string, count: number): Promise<void> {
    const app = new DriverAppClient({ url, keys: keys.driverApp });
    await Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const driverId = `driver-${index}`;
        await app.register({ driverId, name: driverId, channels: [] });
        await app.setStatus({ driverId, status: 'AVAILABLE', point: STORE });
      }),
    );
    app.close();
  }

  async function pay(shop: ShopProcess, code: string): Promise<void> {
    const { status } = await fetch(`http://127.0.0.1:${shop.port}/test-orders/place`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(60_000),
      body: JSON.stringify({ code, pickup: STORE, dropoff: STORE, searchRadiusMetres: 5_000 }),
    });
    expect(status).toBe(201);
  }

  /** Returns the statements and commits of a shop's database per order. */
  async function measureCost(
    name: keyof typeof shops,
    orders: number,
    work: () => Promise<unknown>,
  ): Promise<StatementCount> {
    const before = await statistics.count(name);
    await work();
    const after = await statistics.count(name);
    return {
      statements: (after.statements - before.statements) / orders,
      commits: (after.commits - before.commits) / orders,
    };
  }

  /** Returns the statements and commits that the plugin adds. */
  async function added(
    orders: number,
    payAll: (shop: ShopProcess) => Promise<unknown>,
  ): Promise<StatementCount> {
    const without = await measureCost('without', orders, () => payAll(shops.without));
    const from = assigned.size;
    const cost = await measureCost('with', orders, async () => {
      await payAll(shops.with);
      await untilAssigned(from + orders);
    });
    return { statements: cost.statements - without.statements, commits: cost.commits - without.commits };
  }

  it('is 18 statements and 4 commits at one order per second', async () => {
    const cost = await added(ONE_BY_ONE, async (shop) => {
      for (let index = 0; index < ONE_BY_ONE; index += 1) {
        const second = sleep(1_000);
        await pay(shop, `one-by-one-${index}`);
        await second;
      }
    });
    expect(cost.statements).toBeLessThanOrEqual(18);
    expect(cost.commits).toBeLessThanOrEqual(4);
  });

  it('is 10 statements and 1.5 commits when 200 orders are paid at once', async () => {
    const codes = Array.from({ length: AT_ONCE }, (_, index) => `at-once-${index}`);
    const cost = await added(AT_ONCE, (shop) => Promise.all(codes.map((code) => pay(shop, code))));
    expect(cost.statements).toBeLessThanOrEqual(10);
    expect(cost.commits).toBeLessThanOrEqual(1.5);
  });
});
