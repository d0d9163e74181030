import { DispatchError } from './dispatch-error';
import type { ErrorCode } from './error-code';

/** Kinds of requirements of an order that a driver may not meet. In v1, kinds may be added. */
export const UNMET_REQUIREMENTS = ['vehicle_kind', 'missing_tag', 'load_capacity'] as const;

/** Why a driver whom an operator chose can't be assigned. In v1, reasons may be added. */
export const DRIVER_UNAVAILABLE_REASONS = [
  'deactivated',
  'busy',
  'offline',
  'no_location',
  'no_heartbeat',
  'other_channel',
  ...UNMET_REQUIREMENTS,
  /** Another request is changing the driver. */
  'locked',
] as const;

export type DriverUnavailableReason = (typeof DRIVER_UNAVAILABLE_REASONS)[number];

/** What `not_found` is about. */
export const NOT_FOUND_ENTITIES = ['delivery', 'driver', 'dead_letter', 'offer'] as const;

export type NotFoundEntity = (typeof NOT_FOUND_ENTITIES)[number];

/**
 * The parameters that a translation of an error needs: these fields of its `details`, if it has them. Other details may
 * name other orders and are not shown.
 */
const PARAMETERS: Partial<Record<ErrorCode, readonly string[]>> = {
  invalid_message: ['issues'],
  not_found: ['entity', 'id'],
  illegal_transition: ['state'],
  already_exists: ['driverId'],
  driver_unavailable: ['driverName', 'reason'],
  offer_ended: ['outcome'],
};

/** The details of an error that may be stored and shown. */
export function getParameters({
  code,
  details = {},
}: Pick<DispatchError, 'code'> & { details?: Record<string, unknown> }): Record<string, unknown> {
  const names = (PARAMETERS[code] ?? []).filter((name) => details[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, details[name]]));
}

export function notFound(entity: NotFoundEntity, id: string): DispatchError {
  return new DispatchError('not_found', `No ${entity.replace('_', ' ')} ${id}`, { details: { entity, id } });
}

export function driverUnavailable(
  driver: { id: string; name: string },
  reason: DriverUnavailableReason,
): DispatchError {
  return new DispatchError('driver_unavailable', `Driver ${driver.id} is unavailable (${reason})`, {
    details: { driverId: driver.id, driverName: driver.name, reason },
  });
}
