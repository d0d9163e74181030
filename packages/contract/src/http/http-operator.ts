import type { z } from 'zod';
import { deliveryRecordSchema } from '../messages/delivery-records';
import { driverPageSchema, driverRecordSchema, driverStatusHistorySchema } from '../messages/driver-records';
import * as operator from '../messages/operator-messages';
import { deliveryReceiptSchema } from '../messages/replies';
import { unmatchedPageSchema } from '../messages/unmatched-deliveries';
import type { EngineOperator } from '../ports/engine-operator';
import { JsonHttpClient, type JsonHttpClientOptions } from './json-http-client';

/** The largest page of drivers or dead letters, in bytes. */
const MAX_REPLY_BYTES = 8_388_608;

export interface HttpOperatorOptions extends JsonHttpClientOptions {
  /** An operator key of the engine. */
  key: string;
}

/** The operator API of an engine over HTTP. */
export class HttpOperator implements EngineOperator {
  private readonly http: JsonHttpClient;
  private readonly key: string;

  constructor({ key, ...options }: HttpOperatorOptions) {
    this.http = new JsonHttpClient({ ...options, maxReplyBytes: MAX_REPLY_BYTES });
    this.key = key;
  }

  readonly findDrivers: EngineOperator['findDrivers'] = (query) =>
    this.send(driverPageSchema, 'POST', '/v1/drivers/search', query);

  readonly driver: EngineOperator['driver'] = (id) =>
    this.send(driverRecordSchema, 'GET', `/v1/drivers/${segment(id)}`);

  readonly statusHistory: EngineOperator['statusHistory'] = async (id) =>
    (await this.send(driverStatusHistorySchema, 'GET', `/v1/drivers/${segment(id)}/status-history`)).history;

  readonly createDriver: EngineOperator['createDriver'] = (driver) =>
    this.send(driverRecordSchema, 'POST', '/v1/drivers/create', driver);

  readonly editDriver: EngineOperator['editDriver'] = (id, edit) =>
    this.send(driverRecordSchema, 'PATCH', `/v1/drivers/${segment(id)}`, edit);

  readonly setDriverStatus: EngineOperator['setDriverStatus'] = (id, update) =>
    this.send(driverRecordSchema, 'POST', `/v1/drivers/${segment(id)}/status`, update);

  readonly fleet: EngineOperator['fleet'] = (query) =>
    this.send(operator.fleetSchema, 'GET', '/v1/fleet', undefined, query);

  readonly delivery: EngineOperator['delivery'] = (id) =>
    this.send(deliveryRecordSchema, 'GET', `/v1/deliveries/${segment(id)}`);

  readonly retryDelivery: EngineOperator['retryDelivery'] = (id) =>
    this.send(deliveryReceiptSchema, 'POST', `/v1/deliveries/${segment(id)}/retry`, {});

  readonly assignManually: EngineOperator['assignManually'] = (id, choice) =>
    this.send(deliveryReceiptSchema, 'POST', `/v1/deliveries/${segment(id)}/assign`, choice);

  readonly reassign: EngineOperator['reassign'] = (id, choice) =>
    this.send(deliveryReceiptSchema, 'POST', `/v1/deliveries/${segment(id)}/reassign`, choice);

  readonly endDelivery: EngineOperator['endDelivery'] = (id, end) =>
    this.send(deliveryReceiptSchema, 'POST', `/v1/deliveries/${segment(id)}/end`, end);

  readonly resetFailedPinAttempts: EngineOperator['resetFailedPinAttempts'] = (id, reset) =>
    this.send(
      deliveryReceiptSchema,
      'POST',
      `/v1/deliveries/${segment(id)}/reset-failed-pin-attempts`,
      reset,
    );

  readonly deadLetters: EngineOperator['deadLetters'] = (query) =>
    this.send(operator.deadLetterPageSchema, 'GET', '/v1/dead-letters', undefined, query);

  readonly replayDeadLetters: EngineOperator['replayDeadLetters'] = async (filter) =>
    (await this.send(operator.replayReplySchema, 'POST', '/v1/dead-letters/replay', filter)).replayed;

  readonly unmatchedDeliveries: EngineOperator['unmatchedDeliveries'] = (query) =>
    this.send(unmatchedPageSchema, 'GET', '/v1/unmatched-deliveries', undefined, query);

  readonly webhookEndpoint: EngineOperator['webhookEndpoint'] = () =>
    this.send(operator.webhookEndpointSchema, 'GET', '/v1/webhook-endpoint');

  readonly resumeWebhookEndpoint: EngineOperator['resumeWebhookEndpoint'] = () =>
    this.send(operator.webhookEndpointSchema, 'POST', '/v1/webhook-endpoint/resume', {});

  readonly alerts: EngineOperator['alerts'] = async () =>
    (await this.send(operator.alertListSchema, 'GET', '/v1/alerts')).alerts;

  close(): void {
    this.http.close();
  }

  private async send<S extends z.ZodType>(
    reply: S,
    method: string,
    path: string,
    body?: unknown,
    query: Record<string, string | number | undefined> = {},
  ): Promise<z.output<S>> {
    const authorization = `Bearer ${this.key}`;
    const received = await this.http.request(path, {
      method,
      query,
      ...(body === undefined
        ? { headers: { authorization } }
        : {
            body: JSON.stringify(body),
            headers: { authorization, 'content-type': 'application/json' },
          }),
    });
    return reply.parse(received);
  }
}

/** Encodes an id as one segment of a path. */
function segment(id: string): string {
  return encodeURIComponent(id);
}
