import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import {
  DRIVER_APP_PATH,
  newSubmissionKey,
  sellerOrderReadyMessage,
  signMessage,
  VENDURE_WEBHOOK_PATH,
  type Point,
  type ReportLocations,
  type SellerOrderReady,
  type SetDriverStatus,
} from '@driver-dispatch/contract';

/** A submission of one order as Vendure would send it, with everything that a shop fills in. */
export function sellerOrder(sellerOrderId: string, pickup: Point, dropoff: Point): SellerOrderReady {
  const order = {
    submissionKey: newSubmissionKey(),
    sellerOrderId,
    orderCode: sellerOrderId.slice(0, 64),
    channelId: '1',
    sellerId: '7',
    pickup: {
      name: 'Corner Bakery',
      point: pickup,
      address: { street: 'Torstr. 1', city: 'Berlin', postalCode: '10119', countryCode: 'DE' },
      readyAt: new Date().toISOString(),
    },
    dropoff: {
      name: 'Ada Shopper',
      point: dropoff,
      address: { street: 'Invalidenstr. 2', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
      phone: '+49 30 1234567',
    },
  };
  return sellerOrderReadyMessage([order]);
}

/** The bytes of a signed order. */
export function orderRequest(key: string, order: SellerOrderReady): Buffer {
  return signedRequest(VENDURE_WEBHOOK_PATH, key, order);
}

/** The bytes of a signed request of the driver app. */
export function driverAppRequest(
  path: 'status' | 'locations',
  key: string,
  message: SetDriverStatus | ReportLocations,
): Buffer {
  return signedRequest(`${DRIVER_APP_PATH}/${path}`, key, message);
}

function signedRequest(path: string, key: string, message: object): Buffer {
  const body = JSON.stringify(message);
  return post(path, body, { ...signMessage([key], randomUUID(), body) });
}

/** The bytes of a request that nobody signs. */
export function plainRequest(path: string, message: object): Buffer {
  return post(path, JSON.stringify(message), {});
}

function post(path: string, body: string, headers: Record<string, string>): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

/** Puts requests into one file, each behind its length: what {@link readRequests} reads. */
export function writeRequests(file: string, requests: readonly Buffer[]): void {
  const parts = requests.flatMap((request) => {
    const length = Buffer.allocUnsafe(4);
    length.writeUInt32LE(request.length);
    return [length, request];
  });
  writeFileSync(file, Buffer.concat(parts));
}

export function readRequests(bytes: Buffer): Buffer[] {
  const requests: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = bytes.readUInt32LE(at);
    requests.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return requests;
}
