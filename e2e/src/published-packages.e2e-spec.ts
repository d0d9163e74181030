import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SELLERS, Shopper } from '@driver-dispatch/dev-server';
import { eventually, freePort, PostgresServer } from '@driver-dispatch/local-servers';
import { gql } from 'graphql-tag';
import { Superadministrator } from './testing/administrators';
import { CREATE_DRIVER, ORDER, STOCK_LOCATIONS, UPDATE_STOCK_LOCATION } from './testing/documents';
import { guestOrderFrom } from './testing/orders';
import { buildDashboard } from './testing/published/build-dashboard';
import { compile, emit } from './testing/published/compile';
import { copyInstalledPackages } from './testing/published/installed-packages';
import { lintTarball } from './testing/published/lint-tarball';
import { QuickStart } from './testing/published/quick-start';
import { codeBlockWith } from './testing/published/readme-blocks';
import {
  addDriverDispatch,
  addEmailHandler,
  mailAbout,
  makeStarterShop,
  npmEnvironment,
} from './testing/published/starter-shop';
import { ROOT, tarballsIn } from './testing/published/tarballs';

/** An empty database, as `mariadb://user:password@host/shop`. */
const { MARIADB_URL } = process.env;
const DATABASES = ['PostgreSQL', 'SQLite', ...(MARIADB_URL === undefined ? [] : ['MariaDB'])];

// npm compiles SQLite, and the build of the dashboard takes a minute.
jest.setTimeout(900_000);

describe('published packages in a project set up by the README', () => {
  const shop = mkdtempSync(join(tmpdir(), 'quick-start-'));
  const plugin = join(shop, 'node_modules/@driver-dispatch/driver-integration-plugin');
  const installation = ['npm pack', 'npm install'];
  let postgres: PostgresServer;
  let running: QuickStart | undefined;

  beforeAll(async () => {
    postgres = await PostgresServer.start();
    const { quickStart } = await createProject({});
    copyInstalledPackages(shop);
    await quickStart.run('npm pack', ROOT);
    await quickStart.run('npm install');
    if (MARIADB_URL !== undefined) {
      await quickStart.runOwn('npm install mysql2@3');
    }
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
  });

  afterAll(async () => {
    await postgres?.stop();
    rmSync(shop, { recursive: true, force: true });
  });

  /** Recreates the project, and keeps its installed packages. */
  async function createProject(databases: Record<string, string>) {
    const ports = { shop: await freePort(), engine: await freePort() };
    makeStarterShop(shop, ports.shop);
    const environment = {
      PATH: process.env.PATH!,
      HOME: process.env.HOME!,
      SHOP: shop,
      HOST: '127.0.0.1',
      VENDURE_DISABLE_TELEMETRY: 'true',
      ...npmEnvironment(),
      ...databases,
    };
    running = new QuickStart({ shop, ports, environment });
    return { quickStart: running, ports };
  }

  /** The steps from the keys to the configuration. */
  async function configure(quickStart: QuickStart): Promise<void> {
    await quickStart.run('assignment-engine keys');
    await quickStart.run('postal-codes.csv');
    quickStart.write('ts', 'httpEngine');
    addDriverDispatch(shop);
    const { text } = codeBlockWith(join(plugin, 'README.md'), 'onTheWayHandler');
    writeFileSync(join(shop, 'src/on-the-way-handler.ts'), text);
    addEmailHandler(shop, {
      name: 'onTheWayHandler',
      generator: 'DeliveryEmailGenerator',
      file: 'on-the-way-handler',
    });
  }

  it('have valid entry points and types in every resolution mode', async () => {
    const tarballs = tarballsIn(shop);
    expect(tarballs.length).toBeGreaterThanOrEqual(5);
    expect((await Promise.all(tarballs.map(lintTarball))).flat()).toEqual([]);
  });

  it('have types that compile in the project', async () => {
    const { quickStart } = await createProject({});
    await configure(quickStart);
    expect(compile(shop)).toEqual([]);
  });

  it("have dashboard extensions that the project's build includes", async () => {
    const { quickStart } = await createProject({});
    await configure(quickStart);
    await buildDashboard(shop);
    const scripts = join(shop, 'dist/dashboard/assets');
    const built = readdirSync(scripts)
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(scripts, name), 'utf8'));
    for (const page of ['driver-deliveries', 'drivers/$id', 'driver-dispatch-engine']) {
      expect(built.some((code) => code.includes(page))).toBe(true);
    }
  });

  it.each(DATABASES)('deliver the first order of a shop on %s', async (database) => {
    const { quickStart, ports } = await createProject({
      DATABASE_URL: await postgres.createDatabase(`engine-of-${database}`),
      ...(database === 'PostgreSQL' && { DB_URL: await postgres.createDatabase('shop') }),
      ...(database === 'MariaDB' && { DB_URL: MARIADB_URL }),
    });
    const shopUrl = `http://127.0.0.1:${ports.shop}`;
    emit(shop);
    // Populates the shop before the plugins are added.
    await quickStart.runOwn('node dist/populate.js');

    await configure(quickStart);
    await quickStart.run('vendure migrate');
    emit(shop);
    await quickStart.start('assignment-engine serve', answers(`http://127.0.0.1:${ports.engine}`));
    await quickStart.startOwn('npm run start:server', answers(shopUrl));
    await quickStart.startOwn('npm run start:worker');

    const admin = await Superadministrator.of(shopUrl);
    await unlessLocked(() => admin.query(gql('mutation { reindex { id } }')));
    const { stockLocations } = await admin.query(STOCK_LOCATIONS);
    const customFields = { storePostalCode: '10117', storeCountryCode: 'DE' };
    const input = { id: stockLocations.items[0].id, customFields };
    await unlessLocked(() => admin.query(UPDATE_STOCK_LOCATION, { input }));

    await admin.query(CREATE_DRIVER, { input: { driverId: 'ada', name: 'Ada Lovelace' } });
    quickStart.write('js', 'DriverAppClient');
    const driver = await quickStart.start('first-driver.mjs');
    expect(quickStart.remaining).toEqual(installation.map((text) => expect.stringContaining(text)));

    const guestOrder = { ...guestOrderFrom(SELLERS), searches: ['Lamp'] };
    const address = { ...guestOrder.address, postalCode: '10178', point: undefined };
    const shopper = new Shopper(`${shopUrl}/shop-api`);
    const { id, code } = await unlessLocked(() => shopper.buy({ ...guestOrder, address }));
    const { trackingCode } = await eventually(
      async () => (await admin.query(ORDER, { id })).order.delivery,
      (delivery) => delivery?.state === 'DELIVERED',
    );
    expect(driver()).toMatch(/^Delivered /m);
    const mail = await eventually(
      async () => mailAbout(shop, `Order ${code} is on its way`),
      (found) => found !== undefined,
    );
    expect(mail!.recipient).toBe(guestOrder.emailAddress);
    expect(mail!.body).toContain(`Ada has your order ${code}`);
    expect(mail!.body).toContain(`/track/${trackingCode}"`);
  });
});

/** Retries while SQLite is locked by a write of Vendure's other process. */
async function unlessLocked<T>(work: () => Promise<T>): Promise<T> {
  const attempt = () =>
    work().catch((error: Error) => {
      if (!error.message.includes('database is locked')) {
        throw error;
      }
    });
  return (await eventually(attempt, (result) => result !== undefined)) as T;
}

function answers(url: string): () => Promise<boolean> {
  return async () => (await fetch(`${url}/health`)).ok;
}
