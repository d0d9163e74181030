import type { EngineClient, EngineConnection } from '@driver-dispatch/contract';
import { readEngineOptions, type EngineOptions } from './configuration/engine-options';
import { HealthService } from './health/health.service';
import { inProcessOperator } from './in-process-operator';
import { createLogger } from './observability/create-logger';
import { AcceptanceService } from './orders/acceptance.service';
import { CancellationService } from './orders/cancellation.service';
import { OrderUpdateService } from './orders/order-update.service';
import { submitOrders } from './orders/submit-orders';
import { DeliveryEraser } from './personal-data/delivery-eraser';
import { ReconciliationService } from './reconciliation/reconciliation.service';
import { startEngine } from './start-engine';

/**
 * An engine inside the Vendure process, for development and small shops. It runs the same code as the service, with its own
 * Nest application and connection pool.
 *
 * @example
 * ```ts
 * engine: inProcessEngine({
 *   database: { url: 'postgres://localhost/shop' },
 *   http: { port: 3300 }, // for the driver app
 *   keys: { vendure: [...], driverApp: [...], operator: [...], webhook: [...] },
 * })
 * ```
 */
export function inProcessEngine(options: EngineOptions): EngineConnection {
  const configuration = readEngineOptions(options);
  return {
    webhookKeys: [],
    connect: async ({ sink, listen }): Promise<EngineClient> => {
      const logger = createLogger(configuration.logging);
      const engine = await startEngine(configuration, { sink, logger, listen });
      const acceptance = engine.application.get(AcceptanceService, { strict: false });
      const updates = engine.application.get(OrderUpdateService, { strict: false });
      const cancellations = engine.application.get(CancellationService, { strict: false });
      const reconciliation = engine.application.get(ReconciliationService, { strict: false });
      const eraser = engine.application.get(DeliveryEraser, { strict: false });
      const health = engine.application.get(HealthService, { strict: false });
      return {
        operator: inProcessOperator(engine.application),
        submit: (orders) => submitOrders(acceptance, orders),
        sellerOrderUpdated: (message) => updates.update(message),
        sellerOrderCancelled: (message) => cancellations.cancel(message),
        reconcile: (message) => reconciliation.answer(message),
        eraseDeliveries: (message) => eraser.eraseRequested(message),
        health: () => health.report(),
        close: () => engine.close(),
      };
    },
  };
}
