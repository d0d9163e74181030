import {
  isFinished,
  type DeliveryDelivered,
  type DeliveryEvent,
  type DeliveryFailed,
} from '@driver-dispatch/contract';
import { ALERT_COLUMNS, NO_ALERTS } from '../deliveries/delivery-alerts';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import { NO_PROBLEM, problemColumns } from '../deliveries/problem-columns';
import { createProblem } from '../problems/problem';

/** Returns the changes of a delivery by an event, except the sequence. */
export function getChanges(event: DeliveryEvent): Partial<DriverDelivery> {
  const at = new Date(event.timestamp);
  if (event.type === 'delivery.pin_attempts_reset') {
    return {};
  }
  if (event.type === 'delivery.alert_raised') {
    return { [ALERT_COLUMNS[event.data.alert]]: new Date(event.data.since) };
  }
  if (event.type === 'delivery.alert_resolved') {
    return { [ALERT_COLUMNS[event.data.alert]]: null };
  }
  const base: Partial<DriverDelivery> = {
    ...NO_ALERTS,
    state: event.data.state,
    engineDeliveryId: event.data.deliveryId,
    ...NO_PROBLEM,
    ...(isFinished(event.data.state) ? { reconciledAt: null } : {}),
  };
  switch (event.type) {
    case 'delivery.assigned':
    case 'delivery.reassigned': {
      const { driver, distanceMetres } = event.data;
      return {
        ...base,
        assignedAt: at,
        driverId: driver.id,
        driverName: driver.name,
        driverPhone: driver.phone ?? null,
        vehicle: driver.vehicle ?? null,
        distanceMetres,
      };
    }
    case 'delivery.unassigned':
      return { ...base, unassignedAt: at, ...problemColumns(createProblem('NO_DRIVER_AVAILABLE')) };
    case 'delivery.picked_up':
      return { ...base, pickedUpAt: at };
    case 'delivery.delivered':
      return { ...base, ...endedBy(event.data), deliveredAt: at, proof: event.data.proof };
    case 'delivery.failed':
      return {
        ...base,
        ...endedBy(event.data),
        failureCode: event.data.code,
      };
    case 'delivery.cancelled':
      return base;
  }
}

/** The dispatcher who ended the delivery, if any, with the reason, or the note of the driver. */
function endedBy(data: DeliveryDelivered['data'] | DeliveryFailed['data']): Partial<DriverDelivery> {
  const endReason = 'code' in data ? data.note : data.proof.kind === 'dispatcher' ? data.proof.reason : null;
  return { endedBy: data.operator ?? null, endReason: endReason ?? null };
}
