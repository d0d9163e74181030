import { httpEngine } from '@driver-dispatch/contract';
import { DriverIntegrationPlugin, handoverBackoff } from '@driver-dispatch/driver-integration-plugin';
import {
  bootstrap,
  configureDefaultOrderProcess,
  DefaultJobQueuePlugin,
  DefaultLogger,
  JobQueueService,
  LogLevel,
  mergeConfig,
  type VendureConfig,
} from '@vendure/core';
import { deskPickup, OrderDeskPlugin } from './order-desk.plugin';
import { shopEnvironment } from './shop-environment';

/** A Vendure shop as a process of its own, whose orders are paid at a desk. */
async function main(): Promise<void> {
  const { databaseUrl, port, engineUrl, sendKeys, receiveKeys } = shopEnvironment(process.env);
  const config: VendureConfig = mergeConfig(
    {
      apiOptions: { port, hostname: '127.0.0.1', adminApiPath: 'admin-api', shopApiPath: 'shop-api' },
      authOptions: {
        tokenMethod: 'bearer',
        superadminCredentials: { identifier: 'superadmin', password: 'superadmin' },
      },
      dbConnectionOptions: { type: 'postgres', url: databaseUrl, synchronize: true, poolSize: 20 },
      paymentOptions: { paymentMethodHandlers: [] },
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
          pollInterval: 50,
          concurrency: 8,
          backoffStrategy: (queue, attempts) => Math.min(1_000, handoverBackoff(queue, attempts)),
        }),
        OrderDeskPlugin,
        DriverIntegrationPlugin.init({
          engine: httpEngine({ url: engineUrl, keys: { send: sendKeys, receive: receiveKeys } }),
          pickup: deskPickup,
        }),
      ],
    },
  );
  const app = await bootstrap(config);
  await app.get(JobQueueService).start();
  process.send?.('ready');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
