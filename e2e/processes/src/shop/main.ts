import { httpEngine } from '@driver-dispatch/contract';
import { DriverIntegrationPlugin, submissionBackoff } from '@driver-dispatch/driver-integration-plugin';
import {
  bootstrap,
  bootstrapWorker,
  configureDefaultOrderProcess,
  DefaultJobQueuePlugin,
  DefaultLogger,
  dummyPaymentHandler,
  JobQueueService,
  LogLevel,
  mergeConfig,
  type VendureConfig,
} from '@vendure/core';
import { addCatalogue } from './catalogue';
import { testOrderPickup, TestOrderPlugin } from './test-order.plugin';
import { shopEnvironment } from './shop-environment';

/** Starts a Vendure shop with endpoints for test orders. */
async function main(): Promise<void> {
  const {
    databaseUrl,
    port,
    engineUrl,
    sendKeys,
    receiveKeys,
    plugin = true,
    role = 'both',
    catalogue = false,
    jobPollIntervalMs = 2_000,
    engineTimeoutMs = 10_000,
  } = shopEnvironment(process.env);
  const config: VendureConfig = mergeConfig(
    {
      apiOptions: { port, hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
      authOptions: {
        tokenMethod: 'bearer',
        superadminCredentials: { identifier: 'superadmin', password: 'superadmin' },
      },
      dbConnectionOptions: {
        type: 'postgres',
        url: databaseUrl,
        synchronize: role !== 'worker',
        poolSize: 20,
      },
      paymentOptions: { paymentMethodHandlers: [dummyPaymentHandler] },
      logger: new DefaultLogger({ level: LogLevel.Warn, timestamp: true }),
    },
    {
      orderOptions: {
        process: [
          configureDefaultOrderProcess({
            checkModificationPayments: false,
            checkAdditionalPaymentsAmount: false,
            checkAllVariantsExist: false,
            arrangingPaymentRequiresContents: false,
            arrangingPaymentRequiresCustomer: false,
            arrangingPaymentRequiresShipping: false,
            arrangingPaymentRequiresStock: false,
            checkPaymentsCoverTotal: false,
            checkAllItemsBeforeCancel: false,
          }),
        ],
      },
      plugins: [
        DefaultJobQueuePlugin.init({
          pollInterval: jobPollIntervalMs,
          concurrency: 1,
          backoffStrategy: (queue, attempts) => Math.min(1_000, submissionBackoff(queue, attempts)),
        }),
        TestOrderPlugin,
        ...(plugin
          ? [
              DriverIntegrationPlugin.init({
                engine: httpEngine({
                  url: engineUrl,
                  keys: { send: sendKeys, receive: receiveKeys },
                  timeoutMs: engineTimeoutMs,
                }),
                pickupStrategy: testOrderPickup,
              }),
            ]
          : []),
      ],
    },
  );
  if (role === 'worker') {
    await (await bootstrapWorker(config)).startJobQueue();
  } else {
    const app = await bootstrap(config);
    if (catalogue) {
      await addCatalogue(app);
    }
    if (role === 'both') {
      await app.get(JobQueueService).start();
    }
  }
  process.send?.('ready');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
