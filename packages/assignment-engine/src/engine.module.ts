import { UnverifiedBodies, type EventSink } from '@driver-dispatch/contract';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AssignmentModule } from './assignment/assignment.module';
import type { EngineConfiguration } from './configuration/engine-options';
import { ENGINE_CONFIGURATION, EVENT_SINK, LISTENS, LOGGER } from './configuration/tokens';
import { StatementRunner } from './database/statement-runner';
import { DeliveriesModule } from './deliveries/deliveries.module';
import { DriverSessionsModule } from './driver-sessions/driver-sessions.module';
import { DriversModule } from './drivers/drivers.module';
import { HealthModule } from './health/health.module';
import { RateLimiter } from './http/rate-limiter';
import type { EngineLogger } from './observability/create-logger';
import { Metrics } from './observability/metrics';
import { OrdersModule } from './orders/orders.module';
import { OutboxModule } from './outbox/outbox.module';
import { PersonalDataModule } from './personal-data/personal-data.module';
import { ReconciliationModule } from './reconciliation/reconciliation.module';
import { RedisModule } from './redis/redis.module';
import { TrackersModule } from './trackers/trackers.module';

export interface EngineParts {
  configuration: EngineConfiguration;
  dataSource: DataSource;
  statements: StatementRunner;
  logger: EngineLogger;
  sink: EventSink;
  listens: boolean;
}

/** The root module of an engine. */
@Global()
@Module({})
export class EngineModule {
  static of({ configuration, dataSource, statements, logger, sink, listens }: EngineParts): DynamicModule {
    const providers = [
      { provide: ENGINE_CONFIGURATION, useValue: configuration },
      { provide: DataSource, useValue: dataSource },
      { provide: StatementRunner, useValue: statements },
      { provide: LOGGER, useValue: logger },
      { provide: EVENT_SINK, useValue: sink },
      { provide: LISTENS, useValue: listens },
      {
        provide: UnverifiedBodies,
        useValue: new UnverifiedBodies({
          maxBodyBytes: configuration.http?.bodyLimit ?? 0,
          maxTotalBytes: configuration.http?.maxUnverifiedBytes ?? 0,
        }),
      },
      Metrics,
      RateLimiter,
    ];
    return {
      module: EngineModule,
      imports: [
        OrdersModule,
        AssignmentModule,
        RedisModule,
        DriversModule,
        DeliveriesModule,
        DriverSessionsModule,
        TrackersModule,
        PersonalDataModule,
        OutboxModule,
        ReconciliationModule,
        HealthModule,
      ],
      providers,
      exports: providers,
    };
  }
}
