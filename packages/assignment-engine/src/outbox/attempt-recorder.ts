import { DispatchError, getParameters, type ErrorCode, type RecordedError } from '@driver-dispatch/contract';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { AlertsService } from './alerts.service';
import type { LeasedEvent } from './leased-event';
import { OutboxStore } from './outbox-store';
import { retryDelaySeconds } from './retry-delay';
import { WebhookEndpointService } from './webhook-endpoint.service';
import type { RequestOutcome } from './webhook-request';

/**
 * Error codes of Vendure that are final for an event: a retry can't succeed. Any other error may be temporary, such as a 404
 * from a proxy or a key that is being rotated.
 */
const FINAL_CODES: ReadonlySet<ErrorCode> = new Set([
  ...(['idempotency_conflict', 'identity_mismatch', 'not_found'] as const),
]);

/** Error codes of the event, not of the endpoint. */
const EVENT_CODES: ReadonlySet<ErrorCode> = new Set([...FINAL_CODES, 'invalid_message', 'sequence_gap']);

/** Seconds over which unsent events are spread after a recovery of the endpoint. */
const SPREAD_SECONDS = 10;

/** Seconds until the next attempt after a timestamp error: the clock of another engine may be correct. */
const WRONG_CLOCK_SECONDS = 5;

/** Records the outcome of requests: acknowledgements, retries, dead letters, and the endpoint's state. */
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

  /** @returns events to retry at once, each in a request of its own */
  async record({ acknowledged, rejected, failure, failed }: RequestOutcome): Promise<LeasedEvent[]> {
    if (acknowledged.length > 0) {
      const recovered = await this.store.acknowledge(acknowledged);
      const [first] = acknowledged;
      const facts = acknowledged.length === 1 ? getFacts(first!) : {};
      this.logger.info('Events acknowledged', { events: acknowledged.length, ...facts });
      if (recovered) {
        this.recovering = this.recover();
      }
    }
    await this.recordFailures(rejected);
    // A single event may have failed the batch: the attempt does not count for its events.
    const individually = failed.length > 1 && mayConcernOneEvent(failure);
    await this.recordFailures(
      failed.map((event) => ({ event, error: failure })),
      individually ? 0 : 1,
    );
    return individually ? failed : [];
  }

  /** Makes events due that were delayed by failures. Never fails. */
  private async recover(): Promise<void> {
    await this.endpoint.sendUnsentNow(SPREAD_SECONDS);
    await this.alerts.settle();
  }

  /** @param counted attempts to count for each event; with 0 the events are due at once */
  private async recordFailures(
    failures: { event: LeasedEvent; error: unknown }[],
    counted: 0 | 1 = 1,
  ): Promise<void> {
    const gone = failures.filter(({ error }) => getCode(error) === 'endpoint_gone');
    if (gone.length > 0) {
      await this.stopEndpoint(gone);
    }
    const others = failures.filter((failed) => !gone.includes(failed));
    if (others.length === 0) {
      return;
    }
    const attempts = others.map(({ event, error }) => ({
      event,
      error: toRecordedError(error),
      delaySeconds: counted === 0 ? 0 : this.delayAfter(event, error),
    }));
    // All events of a failed batch have the same error object: one failure of the endpoint.
    const endpointErrors = new Set(others.map(({ error }) => error).filter(concernsEndpoint));
    const recorded = await this.store.recordFailed(attempts, counted, endpointErrors.size);
    attempts.forEach(({ event, delaySeconds }, i) => {
      const facts = { ...getFacts(event), error: describeError(others[i]!.error) };
      if (!recorded.has(event.id)) {
        this.logger.warn('Webhook attempt failed, lease lost to another process', facts);
      } else if (delaySeconds === undefined) {
        this.logger.error('Webhook attempt failed, event is a dead letter', facts);
      } else {
        this.logger.warn('Webhook attempt failed', { ...facts, retryInSeconds: delaySeconds });
      }
    });
    await this.alerts.settle();
  }

  /** @returns seconds until the next attempt, or undefined for a dead letter */
  private delayAfter({ attempts }: LeasedEvent, error: unknown): number | undefined {
    const code = getCode(error);
    if (code && FINAL_CODES.has(code)) {
      return undefined;
    }
    if (code === 'timestamp_out_of_tolerance') {
      return retryDelaySeconds([WRONG_CLOCK_SECONDS], 0);
    }
    const retryAfter = error instanceof DispatchError ? error.retryAfterSeconds : undefined;
    return retryDelaySeconds(this.configuration.outbox.retryDelaysSeconds, attempts, retryAfter);
  }

  private async stopEndpoint(gone: { event: LeasedEvent; error: unknown }[]): Promise<void> {
    const { error } = gone[0]!;
    const stopped = await this.store.stopEndpoint(
      gone.map(({ event }) => event),
      toRecordedError(error),
    );
    const facts = { error: describeError(error) };
    if (stopped) {
      this.logger.warn('Webhook endpoint gone, sending stopped', facts);
    } else {
      this.logger.info('Late 410 ignored', facts);
    }
    await this.alerts.settle();
  }
}

/** The fields of an event in log lines. */
function getFacts({ submissionKey, deliveryId, type, sequence }: LeasedEvent) {
  return { submissionKey, deliveryId, type, sequence };
}

/** The error as it is stored with an event. An error without a code is `internal`. */
function toRecordedError(error: unknown): RecordedError {
  const message = String(describeError(error).message);
  return error instanceof DispatchError
    ? { code: error.code, message, details: getParameters(error) }
    : { code: 'internal', message };
}

function getCode(error: unknown): ErrorCode | undefined {
  return error instanceof DispatchError ? error.code : undefined;
}

function concernsEndpoint(error: unknown): boolean {
  const code = getCode(error);
  return !(code && EVENT_CODES.has(code));
}

/** Whether the failure may be due to one event, so that the others may succeed in requests of their own. */
function mayConcernOneEvent(failure: unknown): boolean {
  const code = getCode(failure);
  return code !== 'endpoint_gone' && code !== 'rate_limited';
}
