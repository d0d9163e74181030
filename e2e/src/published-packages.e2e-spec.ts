import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SELLERS, Shopper, type GraphqlClient } from '@driver-dispatch/dev-server';
import { eventually } from './testing/eventually';
import { errandTo } from './testing/orders';
import { buildDashboard } from './testing/published/build-dashboard';
import { compile, transpile } from './testing/published/compile';
import { lintTarball } from './testing/published/lint-tarball';
import { RunningShop } from './testing/published/running-shop';
import { makeShop } from './testing/published/shop-folder';
import { packAll, type Tarball } from './testing/published/tarballs';

// A build of the dashboard takes a minute.
jest.setTimeout(300_000);

const DELIVERY = /* GraphQL */ `
  query Delivery($id: ID!) {
    order(id: $id) {
      delivery {
        state
        engineDeliveryId
        trackingCode
      }
    }
  }
`;

const STOCK_LOCATIONS = /* GraphQL */ `
  query StockLocations {
    stockLocations {
      items {
        id
      }
    }
  }
`;

const LOCATE = /* GraphQL */ `
  mutation Locate($input: UpdateStockLocationInput!) {
    updateStockLocation(input: $input) {
      id
    }
  }
`;

describe('the packages as they are published', () => {
  const folder = mkdtempSync(join(tmpdir(), 'published-'));
  const directory = join(folder, 'shop');
  let tarballs: Tarball[];

  beforeAll(() => {
    tarballs = packAll(folder);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('have entries and types that every resolution finds', async () => {
    expect(tarballs.length).toBeGreaterThanOrEqual(4);
    const complaints = await Promise.all(tarballs.map(lintTarball));
    expect(complaints.flat()).toEqual([]);
  });

  it("fit into a project of Vendure's starter layout, with all they need declared", () => {
    makeShop(directory, tarballs);
    expect(compile(directory)).toEqual([]);
  });

  it("have dashboards that the project's own build finds and takes in", async () => {
    await buildDashboard(directory);
    const scripts = join(directory, 'dist/dashboard/assets');
    const built = readdirSync(scripts)
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(scripts, name), 'utf8'));
    for (const page of ['driver-deliveries', 'drivers/$id', 'driver-dispatch-engine']) {
      expect(built.some((code) => code.includes(page))).toBe(true);
    }
  });

  describe('run by that project', () => {
    const { point } = SELLERS[0]!.store;
    let shop: RunningShop;
    let admin: GraphqlClient;

    beforeAll(async () => {
      shop = await RunningShop.create(directory);
      const before = { BEFORE_DRIVER_DISPATCH: 'true' };
      await shop.run('dist/generate-migration.js', before);
      transpile(directory, 'migrations');
      expect(await shop.run('dist/populate.js', before)).not.toMatch(/does not match/);
      // The shop has stock, products and addresses by now, that the plugins' migration has to leave as they are.
      await shop.run('dist/generate-migration.js');
      transpile(directory, 'migrations');
      await shop.start();
      admin = await shop.administrator();
      // The script that fills the shop ends whether its products are on their way into the search or not.
      await admin.request('mutation { reindex { id } }');
      const { stockLocations } = await admin.request<any>(STOCK_LOCATIONS);
      const customFields = { storeLatitude: point.lat, storeLongitude: point.lon };
      await admin.request(LOCATE, { input: { id: stockLocations.items[0].id, customFields } });
    });

    afterAll(() => shop?.stop());

    const deliveryIn = (id: string, state: string) =>
      eventually(
        async () => (await admin.request<any>(DELIVERY, { id })).order.delivery,
        (delivery) => delivery?.state === state,
      );

    it('bring an order from payment to door', async () => {
      await shop.drivers.register({ driverId: 'ada', name: 'Ada Lovelace', channels: [] });
      await shop.drivers.setStatus({ driverId: 'ada', status: 'AVAILABLE', point });
      const errand = { ...errandTo(SELLERS), searches: ['Lamp'] };
      const { id, code } = await new Shopper(`${shop.url}/shop-api`).buy(errand);
      const { engineDeliveryId: deliveryId, trackingCode } = await deliveryIn(id, 'ASSIGNED');

      await shop.drivers.pickUp({ deliveryId, driverId: 'ada' });
      const mail = await eventually(
        () => mailAbout(`Order ${code} is on its way`),
        (found) => found !== undefined,
      );
      expect(mail!.recipient).toBe(errand.emailAddress);
      expect(mail!.body).toContain(`Ada has your order ${code}`);
      expect(mail!.body).toContain(`/track/${trackingCode}"`);

      await shop.drivers.complete({ deliveryId, driverId: 'ada', proof: { kind: 'code', code: '4711' } });
      await deliveryIn(id, 'DELIVERED');
    });

    function mailAbout(subject: string): { recipient: string; body: string } | undefined {
      const mailbox = join(directory, 'static/email/test-emails');
      const files = existsSync(mailbox) ? readdirSync(mailbox) : [];
      return files
        .map((name) => readFileSync(join(mailbox, name), 'utf8'))
        .filter(isWhole)
        .map((mail) => JSON.parse(mail))
        .find((mail) => mail.subject === subject);
    }
  });
});

/** Whether a mail was written to its end: it is being written while we look. */
const isWhole = (mail: string) => mail.endsWith('\n}');
