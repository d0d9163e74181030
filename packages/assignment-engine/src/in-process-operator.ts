import {
  alertListSchema,
  assignManuallySchema,
  createDriverSchema,
  createTrackerSecretSchema,
  deadLetterFilterSchema,
  deadLetterPageSchema,
  deadLetterQuerySchema,
  deliveryMessageSchema,
  deliveryRecordSchema,
  driverEditSchema,
  driverExportSchema,
  driverInvitationSchema,
  driverPageSchema,
  driverQuerySchema,
  driverRecordSchema,
  driverSessionsSchema,
  driverStatusHistorySchema,
  driverStatusUpdateSchema,
  endDeliverySchema,
  fleetQuerySchema,
  fleetSchema,
  newTrackerSecretSchema,
  offerListSchema,
  offerQuerySchema,
  parseMessage,
  readMessagesSchema,
  reassignSchema,
  resetFailedPinAttemptsSchema,
  sendMessageSchema,
  trackerSecretsSchema,
  unmatchedPageSchema,
  unmatchedQuerySchema,
  webhookEndpointSchema,
  type EngineOperator,
} from '@driver-dispatch/contract';
import type { INestApplication } from '@nestjs/common';
import type { z } from 'zod';
import { OfferReaderService } from './assignment/offer-reader.service';
import { deliveryIdSchema } from './deliveries/deliveries.controller';
import { DeliveriesService } from './deliveries/deliveries.service';
import { DeliveryMessagesService } from './deliveries/delivery-messages.service';
import { DeliveryOperationsService } from './deliveries/delivery-operations.service';
import { DeliveryReaderService } from './deliveries/delivery-reader.service';
import { DriverSessionsService } from './driver-sessions/driver-sessions.service';
import { sessionIdSchema } from './driver-sessions/session-id';
import { DriverReaderService } from './drivers/driver-reader.service';
import { DriversService } from './drivers/drivers.service';
import { AlertsService } from './outbox/alerts.service';
import { DeadLettersService } from './outbox/dead-letters.service';
import { WebhookEndpointService } from './outbox/webhook-endpoint.service';
import { DriverDataService } from './personal-data/driver-data.service';
import { UnmatchedDeliveriesService } from './reconciliation/unmatched-deliveries.service';
import { secretIdSchema } from './trackers/secret-id';
import { TrackerSecretsService } from './trackers/tracker-secrets.service';

/** The operator API of an engine in the same process. Validates input and output by the same schemas as over HTTP. */
export function inProcessOperator(application: INestApplication): EngineOperator {
  const drivers = application.get(DriversService, { strict: false });
  const driverReader = application.get(DriverReaderService, { strict: false });
  const sessions = application.get(DriverSessionsService, { strict: false });
  const trackers = application.get(TrackerSecretsService, { strict: false });
  const driverData = application.get(DriverDataService, { strict: false });
  const deliveries = application.get(DeliveryReaderService, { strict: false });
  const offers = application.get(OfferReaderService, { strict: false });
  const steps = application.get(DeliveriesService, { strict: false });
  const operations = application.get(DeliveryOperationsService, { strict: false });
  const messages = application.get(DeliveryMessagesService, { strict: false });
  const letters = application.get(DeadLettersService, { strict: false });
  const endpoint = application.get(WebhookEndpointService, { strict: false });
  const unmatched = application.get(UnmatchedDeliveriesService, { strict: false });
  const alerts = application.get(AlertsService, { strict: false });

  const driver = async (driverId: string) => answer(driverRecordSchema, await driverReader.get(driverId));
  const driverSessions = async (driverId: string) =>
    answer(driverSessionsSchema, { sessions: await sessions.list(driverId) }).sessions;
  const trackerSecrets = async (driverId: string) =>
    answer(trackerSecretsSchema, { trackerSecrets: await trackers.list(driverId) }).trackerSecrets;
  const deliveryId = (id: string) => parseMessage(deliveryIdSchema, id);
  return {
    driver,
    findDrivers: async (query) =>
      answer(driverPageSchema, await driverReader.find(parseMessage(driverQuerySchema, query))),
    statusHistory: async (driverId) =>
      answer(driverStatusHistorySchema, { history: await drivers.history(driverId, 100) }).history,
    createDriver: async (input) => {
      await drivers.create(parseMessage(createDriverSchema, input));
      return driver(input.driverId);
    },
    editDriver: async (driverId, edit) => {
      await drivers.edit(driverId, parseMessage(driverEditSchema, edit));
      return driver(driverId);
    },
    setDriverStatus: async (driverId, order) => {
      await drivers.setStatusByOperator(driverId, parseMessage(driverStatusUpdateSchema, order));
      return driver(driverId);
    },
    inviteDriver: async (driverId) => answer(driverInvitationSchema, await sessions.invite(driverId)),
    driverSessions,
    revokeSession: async (driverId, sessionId) => {
      await sessions.revoke(driverId, parseMessage(sessionIdSchema, sessionId));
      return driverSessions(driverId);
    },
    revokeSessions: (driverId) => sessions.revokeAll(driverId),
    createTrackerSecret: async (driverId, options = {}) =>
      answer(
        newTrackerSecretSchema,
        await trackers.create(driverId, parseMessage(createTrackerSecretSchema, options)),
      ),
    trackerSecrets,
    revokeTrackerSecret: async (driverId, secretId) => {
      await trackers.revoke(driverId, parseMessage(secretIdSchema, secretId));
      return trackerSecrets(driverId);
    },
    exportDriver: async (driverId) => answer(driverExportSchema, await driverData.export(driverId)),
    eraseDriver: async (driverId) => answer(driverRecordSchema, await driverData.erase(driverId)),
    fleet: async (query) =>
      answer(fleetSchema, await driverReader.fleet(parseMessage(fleetQuerySchema, query))),
    delivery: async (id) => answer(deliveryRecordSchema, await deliveries.get(deliveryId(id))),
    offers: async (query) =>
      answer(offerListSchema, { offers: await offers.find(parseMessage(offerQuerySchema, query)) }).offers,
    retryDelivery: async (id) => operations.retry(deliveryId(id)),
    assignManually: async (id, choice) =>
      operations.assign(deliveryId(id), parseMessage(assignManuallySchema, choice)),
    reassign: async (id, choice) => operations.reassign(deliveryId(id), parseMessage(reassignSchema, choice)),
    endDelivery: async (id, end) => steps.end(deliveryId(id), parseMessage(endDeliverySchema, end)),
    resetFailedPinAttempts: async (id, reset) =>
      operations.resetFailedPinAttempts(deliveryId(id), parseMessage(resetFailedPinAttemptsSchema, reset)),
    sendMessage: async (id, message) =>
      answer(
        deliveryMessageSchema,
        await messages.send(deliveryId(id), parseMessage(sendMessageSchema, message)),
      ),
    readMessages: async (id, read) =>
      messages.markRead(deliveryId(id), parseMessage(readMessagesSchema, read)),
    deadLetters: async (query) => {
      const { take, skip, ...filter } = parseMessage(deadLetterQuerySchema, query);
      return answer(deadLetterPageSchema, await letters.list(filter, { take, skip }));
    },
    replayDeadLetters: async (filter) => letters.replay(parseMessage(deadLetterFilterSchema, filter)),
    unmatchedDeliveries: async (query) =>
      answer(unmatchedPageSchema, await unmatched.list(parseMessage(unmatchedQuerySchema, query))),
    webhookEndpoint: async () => answer(webhookEndpointSchema, await endpoint.read()),
    resumeWebhookEndpoint: async () => answer(webhookEndpointSchema, await endpoint.resume()),
    alerts: async () => answer(alertListSchema, { alerts: await alerts.list(false) }).alerts,
  };
}

/** Converts a result as over HTTP: times as text, only fields of the contract. */
function answer<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  return schema.parse(JSON.parse(JSON.stringify(value)));
}
