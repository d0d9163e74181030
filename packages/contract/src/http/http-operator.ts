import type { z } from 'zod';
import { deliveryMessageSchema, readMessagesReplySchema } from '../messages/delivery-message';
import { deliveryRecordSchema } from '../messages/delivery-records';
import { driverExportSchema } from '../messages/driver-export';
import { driverPageSchema, driverRecordSchema, driverStatusHistorySchema } from '../messages/driver-records';
import { driverInvitationSchema, driverSessionsSchema } from '../messages/driver-session';
import { offerListSchema } from '../messages/offers';
import * as operator from '../messages/operator-messages';
import { deliveryReceiptSchema } from '../messages/replies';
import { newTrackerSecretSchema, trackerSecretsSchema } from '../messages/tracker';
import { unmatchedPageSchema } from '../messages/unmatched-deliveries';
import type { EngineOperator } from '../ports/engine-operator';
import { JsonHttpClient, type JsonHttpClientOptions, type JsonRequest } from './json-http-client';

/** The largest reply, in bytes: the export of a driver with about 200,000 deliveries. */
const MAX_REPLY_BYTES = 67_108_864;

export interface HttpOperatorOptions extends JsonHttpClientOptions {
  /** An operator key of the engine. */
  key: string;
}

export interface HttpOperator extends EngineOperator {
  close(): void;
}

/** The operator API of an engine over HTTP. */
export function httpOperator({ key, ...options }: HttpOperatorOptions): HttpOperator {
  const http = new JsonHttpClient({ ...options, maxReplyBytes: MAX_REPLY_BYTES });
  const authorization = `Bearer ${key}`;
  const driver = (id: string) => `/v1/drivers/${encodeURIComponent(id)}`;
  const delivery = (id: string) => `/v1/deliveries/${encodeURIComponent(id)}`;

  const get = async <S extends z.ZodType>(reply: S, path: string, query?: JsonRequest['query']) =>
    reply.parse(await http.request(path, { method: 'GET', query, headers: { authorization } }));
  const remove = (path: string) => http.request(path, { method: 'DELETE', headers: { authorization } });
  const send = async <S extends z.ZodType>(
    reply: S,
    path: string,
    message: object,
    method: JsonRequest['method'] = 'POST',
  ) => {
    const headers = { authorization, 'content-type': 'application/json' };
    return reply.parse(await http.request(path, { method, body: JSON.stringify(message), headers }));
  };

  return {
    findDrivers: (query) => send(driverPageSchema, '/v1/drivers/search', query),
    driver: (id) => get(driverRecordSchema, driver(id)),
    statusHistory: async (id) =>
      (await get(driverStatusHistorySchema, `${driver(id)}/status-history`)).history,
    createDriver: (input) => send(driverRecordSchema, '/v1/drivers/create', input),
    editDriver: (id, edit) => send(driverRecordSchema, driver(id), edit, 'PATCH'),
    setDriverStatus: (id, update) => send(driverRecordSchema, `${driver(id)}/status`, update),
    inviteDriver: (id) => send(driverInvitationSchema, `${driver(id)}/invitations`, {}),
    driverSessions: async (id) => (await get(driverSessionsSchema, `${driver(id)}/sessions`)).sessions,
    revokeSession: async (id, sessionId) =>
      driverSessionsSchema.parse(await remove(`${driver(id)}/sessions/${encodeURIComponent(sessionId)}`))
        .sessions,
    revokeSessions: async (id) => {
      await remove(`${driver(id)}/sessions`);
    },
    createTrackerSecret: (id, options = {}) =>
      send(newTrackerSecretSchema, `${driver(id)}/tracker-secrets`, options),
    trackerSecrets: async (id) =>
      (await get(trackerSecretsSchema, `${driver(id)}/tracker-secrets`)).trackerSecrets,
    revokeTrackerSecret: async (id, secretId) =>
      trackerSecretsSchema.parse(
        await remove(`${driver(id)}/tracker-secrets/${encodeURIComponent(secretId)}`),
      ).trackerSecrets,
    exportDriver: (id) => get(driverExportSchema, `${driver(id)}/export`),
    eraseDriver: (id) => send(driverRecordSchema, `${driver(id)}/erase`, {}),
    fleet: (query) => get(operator.fleetSchema, '/v1/fleet', query),
    delivery: (id) => get(deliveryRecordSchema, delivery(id)),
    offers: async (query) => (await get(offerListSchema, '/v1/offers', query)).offers,
    retryDelivery: (id) => send(deliveryReceiptSchema, `${delivery(id)}/retry`, {}),
    assignManually: (id, choice) => send(deliveryReceiptSchema, `${delivery(id)}/assign`, choice),
    reassign: (id, choice) => send(deliveryReceiptSchema, `${delivery(id)}/reassign`, choice),
    endDelivery: (id, end) => send(deliveryReceiptSchema, `${delivery(id)}/end`, end),
    resetFailedPinAttempts: (id, reset) =>
      send(deliveryReceiptSchema, `${delivery(id)}/reset-failed-pin-attempts`, reset),
    sendMessage: (id, message) => send(deliveryMessageSchema, `${delivery(id)}/messages`, message),
    readMessages: async (id, read) =>
      (await send(readMessagesReplySchema, `${delivery(id)}/messages/read`, read)).read,
    deadLetters: (query) => get(operator.deadLetterPageSchema, '/v1/dead-letters', query),
    replayDeadLetters: async (filter) =>
      (await send(operator.replayReplySchema, '/v1/dead-letters/replay', filter)).replayed,
    unmatchedDeliveries: (query) => get(unmatchedPageSchema, '/v1/unmatched-deliveries', query),
    webhookEndpoint: () => get(operator.webhookEndpointSchema, '/v1/webhook-endpoint'),
    resumeWebhookEndpoint: () => send(operator.webhookEndpointSchema, '/v1/webhook-endpoint/resume', {}),
    alerts: async () => (await get(operator.alertListSchema, '/v1/alerts')).alerts,
    close: () => http.close(),
  };
}
