import {
  DispatchError,
  type DeliveryEvent,
  type DeliveryEventResult,
  type EventSink,
} from '@driver-dispatch/contract';
import { toMessage } from './event-message';
import type { LeasedEvent } from './leased-event';

export interface RequestOutcome {
  acknowledged: LeasedEvent[];
  rejected: { event: LeasedEvent; error: unknown }[];
  /** The error of the whole request, for the events in `failed`. */
  failure?: unknown;
  failed: LeasedEvent[];
}

/** Sends events of different deliveries in one request. Never rejects. */
export async function sendEvents(sink: EventSink, events: readonly LeasedEvent[]): Promise<RequestOutcome> {
  const outcome: RequestOutcome = { acknowledged: [], rejected: [], failed: [] };
  const messages: DeliveryEvent[] = [];
  const sent: LeasedEvent[] = [];
  for (const event of events) {
    try {
      messages.push(toMessage(event));
      sent.push(event);
    } catch (error) {
      outcome.rejected.push({ event, error });
    }
  }
  try {
    const results = new Map(
      (sent.length > 0 ? await sink.deliver(messages) : []).map((one) => [one.id, one]),
    );
    for (const event of sent) {
      const result = results.get(event.id);
      if (result && result.result !== 'error') {
        outcome.acknowledged.push(event);
      } else {
        outcome.rejected.push({ event, error: getError(result) });
      }
    }
  } catch (error) {
    outcome.failure = error ?? new Error('The sink threw no error');
    outcome.failed = sent;
  }
  return outcome;
}

function getError(result: Extract<DeliveryEventResult, { result: 'error' }> | undefined): DispatchError {
  if (!result) {
    return new DispatchError('response_invalid', 'The reply has no result for this event');
  }
  const { code, message, details, retryAfterSeconds } = result.error;
  return new DispatchError(code, message, { details, retryAfterSeconds });
}
