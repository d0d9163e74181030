import type { AssignedDriver, DeliveryEvent, RecordedProof } from '@driver-dispatch/contract';
import type { DriverDeliveryHistoryData } from '../deliveries/history-entry';

/** Fields of an event that identify no person. All others are erased, also those of later versions. */
const EVENT_FIELDS: ReadonlySet<string> = new Set([
  'deliveryId',
  'submissionKey',
  'sellerOrderId',
  'orderCode',
  'channelId',
  'sequence',
  'state',
  'driverId',
  'distanceMetres',
  'waitingSince',
  'code',
  'alert',
  'since',
]);

const HISTORY_FIELDS: ReadonlySet<string> = new Set<keyof DriverDeliveryHistoryData>([
  'state',
  'event',
  'alert',
  'failureCode',
]);

/** Returns the data of an event without personal data. Of drivers the id remains, of a proof its kind. */
export function remainingEventData(data: DeliveryEvent['data']): DeliveryEvent['data'] {
  const { driver, previousDriver, proof } = data as {
    driver?: AssignedDriver;
    previousDriver?: AssignedDriver;
    proof?: RecordedProof;
  };
  return {
    ...pick(data, EVENT_FIELDS),
    ...(driver && { driver: { id: driver.id } }),
    ...(previousDriver && { previousDriver: { id: previousDriver.id } }),
    ...(proof && { proof: { kind: proof.kind } }),
  } as DeliveryEvent['data'];
}

/** Returns the data of an entry in the order's history without personal data. */
export function remainingHistoryData(data: DriverDeliveryHistoryData): DriverDeliveryHistoryData {
  return pick(data, HISTORY_FIELDS) as unknown as DriverDeliveryHistoryData;
}

function pick(data: object, fields: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([name]) => fields.has(name)));
}
