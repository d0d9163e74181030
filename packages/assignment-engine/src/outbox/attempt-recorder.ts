import { DispatchError, type ErrorCode } from '@driver-dispatch/contract';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { AlertsService } from './alerts.service';
import type { LeasedEvent } from './leased-event';
import { OutboxStore } from './outbox-store';
import { retryDelaySeconds } from './retry-delay';
import type { RequestOutcome } from './webhook-request';
import { WebhookEndpointService } from './webhook-endpoint.service';

/**
 * Vendure's own codes for an event that no further attempt can change. Any other error may pass, such as the 404 of a
 * proxy or a key that is being rotated.
 */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set([
  ...(['idempotency_conflict', 'identity_mismatch', 'not_found'] as const),
]);

/** Codes that concern the event and not the endpoint. */
const EVENT_CODES: ReadonlySet<ErrorCode> = new Set([...FINAL_CODES, 'invalid_message', 'sequence_gap']);

/** Seconds over which events are spread when the endpoint works again. */
const SPREAD_SECONDS = 10;

/** Seconds until the next attempt when the engine's or Vendure's clock is wrong: that of another engine may be right. */
const WRONG_CLOCK_SECONDS = 5;

/** Writes down what became of requests: acknowledgements, the next attempts, dead letters, and the endpoint's state. */
@Injectable()
export class AttemptRecorder implements OnApplicationShutdown {
  private recovering = Promise.resolve();

  constructor(
    private readonly store: OutboxStore,
    private readonly alerts: AlertsService,
    private readonly endpoint: WebhookEndpointService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.recovering;
  }

  /** @returns events to send again at once, each in a request of its own */
  async record({ acknowledged, rejected, failure, failed }: RequestOutcome): Promise<LeasedEvent[]> {
    if (acknowledged.length > 0) {
      const recovered = await this.store.acknowledge(acknowledged);
      const [first] = acknowledged;
      const facts = acknowledged.length === 1 ? factsOf(first!) : {};
      this.logger.info('Events acknowledged', { events: acknowledged.length, ...facts });
      if (recovered) {
        this.recovering = this.recover();
      }
    }
    await this.recordFailures(rejected);
    // One bad event may have failed the batch: this attempt does not count for its events.
    const individually = failed.length > 1 && mayConcernOneEvent(failure);
    await this.recordFailures(
      failed.map((event) => ({ event, error: failure })),
      individually ? 0 : 1,
    );
    return individually ? failed : [];
  }

  /** Sends soon what failures have put off. Never fails. */
  private async recover(): Promise<void> {
    await this.endpoint.sendUnsentNow(SPREAD_SECONDS);
    await this.alerts.settle();
  }

  /** @param counted attempts that count for each event; with 0 they are due again at once */
  private async recordFailures(
    failures: { event: LeasedEvent; error: unknown }[],
    counted: 0 | 1 = 1,
  ): Promise<void> {
    const gone = failures.filter(({ error }) => codeOf(error) === 'endpoint_gone');
    if (gone.length > 0) {
      await this.stopEndpoint(gone);
    }
    const others = failures.filter((failed) => !gone.includes(failed));
    if (others.length === 0) {
      return;
    }
    const attempts = others.map(({ event, error }) => ({
      event,
      error: JSON.stringify(describeError(error)),
      delaySeconds: counted === 0 ? 0 : this.delayAfter(event, error),
    }));
    // The events of a failed batch share its error: one failure of the endpoint.
    const endpointErrors = new Set(others.map(({ error }) => error).filter(concernsEndpoint));
    const recorded = await this.store.recordFailed(attempts, counted, endpointErrors.size);
    attempts.forEach(({ event, delaySeconds }, i) => {
      const facts = { ...factsOf(event), error: describeError(others[i]!.error) };
      if (!recorded.has(event.id)) {
        this.logger.warn('Webhook attempt failed, but another process has the event', facts);
      } else if (delaySeconds === undefined) {
        this.logger.error('Webhook attempt failed: dead letter', facts);
      } else {
        this.logger.warn('Webhook attempt failed', { ...facts, retryInSeconds: delaySeconds });
      }
    });
    await this.alerts.settle();
  }

  /** @returns seconds until the next attempt, or undefined when there is none */
  private delayAfter({ attempts }: LeasedEvent, error: unknown): number | undefined {
    const code = codeOf(error);
    if (code && FINAL_CODES.has(code)) {
      return undefined;
    }
    if (code === 'timestamp_out_of_tolerance') {
      return retryDelaySeconds([WRONG_CLOCK_SECONDS], 0);
    }
    const retryAfter = error instanceof DispatchError ? error.retryAfterSeconds : undefined;
    return retryDelaySeconds(this.configuration.relay.retryDelaysSeconds, attempts, retryAfter);
  }

  private async stopEndpoint(gone: { event: LeasedEvent; error: unknown }[]): Promise<void> {
    const error = describeError(gone[0]!.error);
    const stopped = await this.store.stopEndpoint(
      gone.map(({ event }) => event),
      JSON.stringify(error),
    );
    if (stopped) {
      this.logger.warn('Webhook endpoint is gone and stopped', { error });
    } else {
      this.logger.info('Late 410 ignored', { error });
    }
    await this.alerts.settle();
  }
}

/** What a log line says of an event. */
function factsOf({ submissionKey, deliveryId, type, sequence }: LeasedEvent) {
  return { submissionKey, deliveryId, type, sequence };
}

function codeOf(error: unknown): ErrorCode | undefined {
  return error instanceof DispatchError ? error.code : undefined;
}

function concernsEndpoint(error: unknown): boolean {
  const code = codeOf(error);
  return !(code && EVENT_CODES.has(code));
}

/** Whether the same request with fewer events may succeed at once. */
function mayConcernOneEvent(failure: unknown): boolean {
  const code = codeOf(failure);
  return code !== 'endpoint_gone' && code !== 'rate_limited';
}
