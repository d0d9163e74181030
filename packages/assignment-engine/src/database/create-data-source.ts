import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { DeliveryEventEntity } from '../deliveries/delivery-event.entity';
import { DeliveryEntity } from '../deliveries/delivery.entity';
import { DriverEntity } from '../drivers/driver.entity';
import { InitialSchema1767225600001 } from './migrations/001-initial-schema';

/** Bounds of every wait for PostgreSQL, in milliseconds: a request is refused rather than left hanging. */
const CONNECT_TIMEOUT = 2_000;
const STATEMENT_TIMEOUT = 5_000;

/** The engine's own connection pool, apart from any other in the process. */
export function createDataSource({ database }: EngineConfiguration): DataSource {
  return new DataSource({
    type: 'postgres',
    url: database.url,
    schema: 'driver_dispatch',
    poolSize: database.maxConnections,
    connectTimeoutMS: CONNECT_TIMEOUT,
    entities: [DriverEntity, DeliveryEntity, DeliveryEventEntity],
    migrations: [InitialSchema1767225600001],
    synchronize: false,
    extra: {
      statement_timeout: STATEMENT_TIMEOUT,
      query_timeout: STATEMENT_TIMEOUT + 1_000,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
      keepAlive: true,
      application_name: 'assignment-engine',
    },
    // Errors of idle connections: the pool replaces them, and whoever needs one next sees what is wrong.
    poolErrorHandler: () => undefined,
  });
}
