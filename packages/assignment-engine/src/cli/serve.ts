import { HttpEventSink } from '@driver-dispatch/contract';
import { Logger as NestLogger } from '@nestjs/common';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { nestLogger } from '../logging/nest-logger';
import { startEngine } from '../start-engine';
import { MAX_REQUESTS } from '../outbox/outbox-dispatcher';
import type { ServiceConfiguration } from './environment';

/** How long requests under way may take to end after a signal, in ms: longer than a webhook may take. */
const DRAIN_MS = 15_000;

/** Runs the engine as a service until SIGTERM or SIGINT, then lets work under way end. */
export async function serve(configuration: ServiceConfiguration, logger: EngineLogger): Promise<void> {
  NestLogger.overrideLogger(nestLogger(logger));
  const sink = new HttpEventSink({
    url: configuration.webhookUrl,
    keys: configuration.keys!.webhook,
    timeoutMs: configuration.relay.timeoutSeconds * 1_000,
    // A request that waits for a connection would use up its time behind those that hang.
    maxSockets: MAX_REQUESTS,
  });
  const engine = await startEngine(configuration, { sink, logger, listen: true });
  logger.info('The engine listens', { url: engine.url });
  // PM2 counts a process as ready, and takes the old one down, when it says so.
  process.send?.('ready');

  let stopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) {
      return;
    }
    stopping = true;
    logger.info('Stopping', { signal });
    const overdue = setTimeout(() => {
      logger.error('Work under way did not end in time');
      process.exit(1);
    }, DRAIN_MS);
    try {
      await engine.close();
      sink.close();
      logger.info('Stopped');
      process.exitCode = 0;
    } catch (error) {
      logger.error('Stopping failed', { error: describeError(error) });
      process.exitCode = 1;
    }
    clearTimeout(overdue);
    // The channel to PM2 keeps a process of a cluster alive.
    if (process.connected) {
      process.disconnect();
    }
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}
