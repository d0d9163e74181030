import { HttpEventSink } from '@driver-dispatch/contract';
import { Logger as NestLogger } from '@nestjs/common';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { nestLogger } from '../observability/nest-logger';
import { MAX_REQUESTS } from '../outbox/outbox-dispatcher';
import { startEngine } from '../start-engine';
import type { ServiceConfiguration } from './environment';

/** Milliseconds for a graceful shutdown after a signal: longer than the timeout of a webhook request. */
const SHUTDOWN_TIMEOUT_MS = 15_000;

/** Runs the engine as a service until SIGTERM or SIGINT, then shuts down gracefully. */
export async function serve(configuration: ServiceConfiguration, logger: EngineLogger): Promise<void> {
  NestLogger.overrideLogger(nestLogger(logger));
  const sink = new HttpEventSink({
    url: configuration.webhookUrl,
    keys: configuration.keys!.webhook,
    timeoutMs: configuration.outbox.timeoutSeconds * 1_000,
    // One connection per request: a request that waits for a connection could time out behind hanging ones.
    maxSockets: MAX_REQUESTS,
  });
  const engine = await startEngine(configuration, { sink, logger, listen: true });
  logger.info('Engine listening', { url: engine.url });
  // Signals PM2 that the process is ready, so that PM2 stops the old one.
  process.send?.('ready');

  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) {
      return;
    }
    stopping = true;
    logger.info('Stopping', { signal });
    const overdue = setTimeout(() => {
      logger.error('Shutdown timed out');
      process.exit(1);
    }, SHUTDOWN_TIMEOUT_MS);
    try {
      await engine.close();
      sink.close();
      logger.info('Stopped');
      process.exitCode = 0;
    } catch (error) {
      logger.error('Shutdown failed', { error: describeError(error) });
      process.exitCode = 1;
    }
    clearTimeout(overdue);
    // The IPC channel to PM2 keeps a cluster process alive.
    if (process.connected) {
      process.disconnect();
    }
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}
