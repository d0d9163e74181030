import { dirname, join } from 'node:path';
import { DriverDelivery } from '@driver-dispatch/driver-integration-plugin';
import { TransactionalConnection } from '@vendure/core';
import {
  EmailPlugin,
  FileBasedTemplateLoader,
  type EmailDetails,
  type EmailPluginOptions,
} from '@vendure/email-plugin';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { eventually } from './testing/eventually';
import { MarketplaceUnderTest } from './testing/marketplace-under-test';
import { BAKERY, errandTo, untilDeliveriesAre } from './testing/orders';
import { codeBlockWith } from './testing/published/readme-blocks';

/** Unlike anything else in the database. */
const PIN = 'PIN-of-this-order';

const folderOf = (name: string) => dirname(require.resolve(`${name}/package.json`));
const PLUGIN = folderOf('@driver-dispatch/driver-integration-plugin');

/** What the e-mail example in the README of the plugin exports. */
function exampleOfReadme(): Pick<EmailPluginOptions, 'handlers' | 'emailGenerator'> {
  const { text } = codeBlockWith(join(PLUGIN, 'README.md'), 'onTheWayHandler');
  const { outputText } = transpileModule(text, {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022 },
  });
  const example: any = {};
  new Function('require', 'exports', outputText)(require, example);
  return { handlers: [example.onTheWayHandler], emailGenerator: new example.DeliveryEmailGenerator() };
}

describe('e-mails about a delivery', () => {
  const driverId = 'mailed';
  const sent: EmailDetails[] = [];
  let marketplace: MarketplaceUnderTest;

  beforeAll(async () => {
    const templates = new FileBasedTemplateLoader(join(PLUGIN, 'templates'));
    const partials = new FileBasedTemplateLoader(join(folderOf('@vendure/email-plugin'), 'templates'));
    const emails = EmailPlugin.init({
      ...exampleOfReadme(),
      transport: { type: 'none' },
      templateLoader: {
        loadTemplate: (injector, ctx, input) => templates.loadTemplate(injector, ctx, input),
        loadPartials: () => partials.loadPartials(),
      },
      emailSender: { send: (email) => void sent.push(email) },
      globalTemplateVars: { fromAddress: 'shop@example.com' },
    });
    const proof = { handoverCode: { codeFor: () => PIN } };
    marketplace = await MarketplaceUnderTest.start('in-process', { proof }, [emails]);
  });

  afterAll(() => marketplace?.stop());

  it('have the link to the PIN, and the job queue has neither PIN nor secret', async () => {
    await marketplace.driverAt(driverId, BAKERY.store.point);
    const bought = await marketplace.shopper.buy(errandTo([BAKERY]));
    const [{ delivery }] = await untilDeliveriesAre(marketplace, bought, 'ASSIGNED');
    const deliveryId: string = delivery.engineDeliveryId;
    await marketplace.drivers.pickUp({ deliveryId, driverId });
    const [email] = await eventually(
      async () => sent,
      ({ length }) => length > 0,
    );

    const { rawConnection } = marketplace.server.app.get(TransactionalConnection);
    const { pinSecret, trackingCode } = await rawConnection
      .getRepository(DriverDelivery)
      .findOneByOrFail({ engineDeliveryId: deliveryId });
    expect(email!.body).toContain(`/track/${trackingCode}"`);
    expect(email!.body).toContain(`/track/${trackingCode}#${pinSecret}"`);
    const jobs = await rawConnection.query<{ text: string }[]>(
      'SELECT "queueName" || j::text AS text FROM job_record j',
    );
    expect(jobs.some(({ text }) => text.startsWith('send-email'))).toBe(true);
    expect(jobs.filter(({ text }) => text.includes(pinSecret!) || text.includes(PIN))).toEqual([]);
    await marketplace.offTheRoad(driverId);
  });
});
