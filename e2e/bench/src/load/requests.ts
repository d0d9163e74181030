import { randomUUID } from 'node:crypto';
import {
  DRIVER_APP_PATH,
  newSubmissionKey,
  sellerOrderReadyMessage,
  signMessage,
  VENDURE_WEBHOOK_PATH,
  type ReportLocations,
  type SetDriverStatus,
} from '@driver-dispatch/contract';
import { pointNear, randomPoint } from '../city/city';
import type { PreparedRequest } from './load';

const DROPOFF_WITHIN_METRES = 3_000;

/** Orders for a competitor: ids, and a request for each. */
export interface PreparedOrders {
  ids: string[];
  requests: PreparedRequest[];
}

/** Prepares orders with random pickups, one per request. */
export function prepareOrders(count: number, request: (id: string) => PreparedRequest): PreparedOrders {
  const run = randomUUID().slice(0, 8);
  const ids = Array.from({ length: count }, (_, i) => `bench-${run}-${i}`);
  return { ids, requests: ids.map(request) };
}

/** Returns a message of Vendure with one paid order. */
export function orderRequest(key: string, sellerOrderId: string): PreparedRequest {
  const order = {
    submissionKey: newSubmissionKey(),
    sellerOrderId,
    orderCode: sellerOrderId,
    channelId: '1',
    sellerId: '7',
    ...randomPickupAndDropoff(),
  };
  return signedRequest(VENDURE_WEBHOOK_PATH, key, sellerOrderReadyMessage([order]));
}

/** Returns a request of the driver app. */
export function driverAppRequest(
  path: 'status' | 'locations',
  key: string,
  message: SetDriverStatus | ReportLocations,
): PreparedRequest {
  return signedRequest(`${DRIVER_APP_PATH}/${path}`, key, message);
}

/** Returns a random pickup and drop-off with all fields that a shop sends. */
export function randomPickupAndDropoff() {
  const pickup = randomPoint();
  return {
    pickup: {
      name: 'Corner Bakery',
      point: pickup,
      address: { street: 'Torstr. 1', city: 'Berlin', postalCode: '10119', countryCode: 'DE' },
      readyAt: new Date().toISOString(),
    },
    dropoff: {
      name: 'Ada Shopper',
      point: pointNear(pickup, DROPOFF_WITHIN_METRES),
      address: { street: 'Invalidenstr. 2', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
      phone: '+49 30 1234567',
    },
  };
}

export function signedRequest(path: string, key: string, message: object): PreparedRequest {
  const body = JSON.stringify(message);
  return { path, body, headers: { ...JSON_BODY, ...signMessage([key], randomUUID(), body) } };
}

export function unsignedRequest(path: string, message: object): PreparedRequest {
  return { path, body: JSON.stringify(message), headers: { ...JSON_BODY } };
}

const JSON_BODY = { 'content-type': 'application/json' };
