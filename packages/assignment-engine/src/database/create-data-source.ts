import type { PoolConfig } from 'pg';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { CONNECTION_OPTIONS } from './connection-options';
import { DeliveryEventEntity } from './delivery-event.entity';
import { DeliveryEntity } from './delivery.entity';
import { DriverEntity } from './driver.entity';
import { InitialSchema1767225600001 } from './migrations/001-initial-schema';
import { FailedPinAttempts1767225600002 } from './migrations/002-failed-pin-attempts';
import { DriverSessions1767225600003 } from './migrations/003-driver-sessions';
import { TrackerSecrets1767225600004 } from './migrations/004-tracker-secrets';
import { PersonalData1767225600005 } from './migrations/005-personal-data';
import { DeliveryMessages1767225600006 } from './migrations/006-delivery-messages';
import { PushSubscriptions1767225600007 } from './migrations/007-push-subscriptions';
import { Requirements1767225600008 } from './migrations/008-requirements';
import { Offers1767225600009 } from './migrations/009-offers';
import { ErasedDrivers1767225600010 } from './migrations/010-erased-drivers';
import { NoShows1767225600011 } from './migrations/011-no-shows';
import { WorkingHours1767225600012 } from './migrations/012-working-hours';
import { EndedAssignments1767225600013 } from './migrations/013-ended-assignments';

/**
 * Creates the engine's connection pool, separate from other pools of the process.
 *
 * @param connection options of its connections
 */
export function createDataSource(
  { database }: EngineConfiguration,
  connection: PoolConfig = CONNECTION_OPTIONS,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url: database.url,
    schema: 'driver_dispatch',
    poolSize: database.maxConnections,
    entities: [DriverEntity, DeliveryEntity, DeliveryEventEntity],
    migrations: [
      InitialSchema1767225600001,
      FailedPinAttempts1767225600002,
      DriverSessions1767225600003,
      TrackerSecrets1767225600004,
      PersonalData1767225600005,
      DeliveryMessages1767225600006,
      PushSubscriptions1767225600007,
      Requirements1767225600008,
      Offers1767225600009,
      ErasedDrivers1767225600010,
      NoShows1767225600011,
      WorkingHours1767225600012,
      EndedAssignments1767225600013,
    ],
    synchronize: false,
    extra: connection,
    // Errors of idle connections: the pool replaces them, and the next query reports a persistent problem.
    poolErrorHandler: () => undefined,
  });
}
