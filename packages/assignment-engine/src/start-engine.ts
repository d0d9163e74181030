import { TRACK_PATH, type EventSink } from '@driver-dispatch/contract';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EngineConfiguration } from './configuration/engine-options';
import { createDataSource } from './database/create-data-source';
import { migrate } from './database/migrate';
import { StatementRunner } from './database/statement-runner';
import { findDriverApp, serveDriverApp } from './driver-app/serve-driver-app';
import { EngineModule } from './engine.module';
import { connectionDrain } from './http/drain';
import { ErrorFilter } from './http/error.filter';
import { acceptForms } from './http/form-body';
import { acceptJsonOnly } from './http/json-body';
import { rejectInvalidUrl } from './http/reject-invalid-url';
import { addSecurityHeaders } from './http/security-headers';
import type { EngineLogger } from './observability/create-logger';

export interface RunningEngine {
  application: INestApplication;
  /** The URL on which the engine listens; undefined if it does not listen. */
  url: string | undefined;
  /** Waits for running requests, then closes all connections. */
  close(): Promise<void>;
}

/**
 * Migrates the database, then starts an engine with its own Nest application and connection pool.
 *
 * @param listen whether to listen on the configured port, if any
 */
export async function startEngine(
  configuration: EngineConfiguration,
  { sink, logger, listen }: { sink: EventSink; logger: EngineLogger; listen: boolean },
): Promise<RunningEngine> {
  const migrations = await migrate(configuration);
  if (migrations.length > 0) {
    logger.info('Database migrated', { migrations });
  }
  const listens = listen && configuration.http !== undefined;
  const dataSource = await createDataSource(configuration).initialize();
  const statements = new StatementRunner(configuration);
  let drain: (() => Promise<void>) | undefined;
  const close = async (application?: NestFastifyApplication) => {
    await drain?.();
    await application?.close();
    await Promise.all([dataSource.destroy(), statements.close()]);
  };
  let application: NestFastifyApplication | undefined;
  try {
    application = await NestFactory.create<NestFastifyApplication>(
      EngineModule.of({ configuration, dataSource, statements, logger, sink, listens }),
      new FastifyAdapter({
        ...arrivalLimits(configuration),
        trustProxy: configuration.http?.trustProxy,
        forceCloseConnections: 'idle',
        return503OnClosing: false,
        frameworkErrors: rejectInvalidUrl,
      }),
      // A logger passed here would become the logger of every Nest application of the process.
      { bodyParser: false, abortOnError: false },
    );
    if (configuration.http) {
      acceptJsonOnly(application);
      acceptForms(application, `${TRACK_PATH}/:secret`);
    }
    application.useGlobalFilters(new ErrorFilter(logger));
    addSecurityHeaders(application);
    if (configuration.http?.corsOrigins.length) {
      application.enableCors({
        origin: configuration.http.corsOrigins,
        methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        exposedHeaders: ['retry-after'],
      });
    }
    if (configuration.http) {
      serveDriverApp(application, configuration, logger, findDriverApp());
    }
    if (configuration.http && listens) {
      drain = connectionDrain(application);
      await application.listen(configuration.http.port, configuration.http.host);
    } else {
      await application.init();
    }
  } catch (error) {
    await close(application);
    throw error;
  }
  const started = application;
  return {
    application: started,
    url: listens ? await started.getUrl() : undefined,
    close: () => close(started),
  };
}

/** Options for the maximum time of receiving a request; a slower connection is answered with 408 and closed. */
function arrivalLimits({ http }: EngineConfiguration) {
  if (!http) {
    return {};
  }
  const requestTimeout = http.requestTimeoutSeconds * 1000;
  // Node.js derives the headers timeout from the option, and uses the longer one of the two for a whole request.
  return {
    requestTimeout,
    http: { requestTimeout, connectionsCheckingInterval: Math.ceil(requestTimeout / 3) },
  };
}
