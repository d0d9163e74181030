import {
  ERROR_CODES,
  type ErrorCode,
  type Issue,
  type NotFoundEntity,
  type PickupProblem,
} from '@driver-dispatch/contract';

type PickupDetails<Code extends PickupProblem['code']> = Extract<PickupProblem, { code: Code }>['details'];

/** Problems that arise in Vendure: their details, and their English messages for logs and developers. */
const MESSAGES = {
  // Unknown locations.
  STORE_NOT_LOCATED: ({ store }: PickupDetails<'STORE_NOT_LOCATED'>) =>
    `Stock location "${store}" has no coordinates`,
  STORE_MISSING: ({ channel }: PickupDetails<'STORE_MISSING'>) =>
    `The order has no allocated stock, and channel "${channel}" has no stock location with coordinates`,
  PICKUP_UNKNOWN: ({ reason }: PickupDetails<'PICKUP_UNKNOWN'>) => reason,
  PICKUP_INVALID: ({ pickup, issues }: { pickup: string; issues: Issue[] }) =>
    `Pickup "${pickup}" is invalid (${issues.map(({ path, message }) => `${path} ${message}`).join(', ')})`,
  ADDRESS_NOT_FOUND: () => 'The shipping address has no coordinates and was not found',
  COORDINATES_NOT_CHECKED: () => 'The shipping address was not found, so its coordinates are not checked',
  COORDINATES_TOO_FAR: ({ kilometres }: { kilometres: number }) =>
    `The coordinates are ${kilometres} km away from the shipping address`,

  // Deliveries.
  NO_DRIVER_AVAILABLE: () => 'No driver available within the search radius',
  LOST_IN_ENGINE: () => 'The engine no longer has this delivery',
  EVENTS_LOST: () => 'The engine has lost events of this delivery',
  STATE_DIFFERS: () => 'The engine has this delivery in another state',
  OTHER_ORDER: () => 'The engine has another order under the submission key of this delivery',
  EARLIER_VERSION: () => 'The engine has an earlier version of this order',
  CANCELLATION_REJECTED: ({ cause }: Caused) => `The delivery can't be cancelled (${cause.message})`,
  ORDER_NOT_UPDATED: ({ reason }: { reason: string }) => `The order was not updated (${reason})`,

  // Rejected actions.
  ALREADY_READY: () => 'This order is already marked as ready, or does not need to be',
  NOT_MARKABLE: () =>
    "This order can't be marked ready, as it is cancelled or the shop uses another readiness strategy",
  ORDER_NOT_READY: () => 'The order is not ready yet',
  ORDER_CANCELLED: () => 'The order is cancelled',
  ALREADY_REDISPATCHED: () => 'This order was already redispatched',
  CANCELLATION_PENDING: () => 'This delivery is being cancelled',
  OUT_OF_SYNC: () => "The engine can't cancel this delivery, so it must be ended",
  CHANGED_MEANWHILE: () => 'The delivery was changed by another request',
  REASON_REQUIRED: () => 'A reason is required',
  DROPOFF_FIXED: () => "The drop-off can't be changed, as this delivery is already submitted or cancelled",
  NOT_SUBMITTED: () => 'The engine does not have this delivery yet',
  NOT_IN_ENGINE: () => 'The engine does not have this delivery',
  OTHER_CHANNELS: () =>
    'This driver also serves other channels and can only be edited from the default channel',
  OWN_CHANNEL_ONLY: () => 'Drivers of this channel can serve this channel only',
  DEFAULT_CHANNEL_ONLY: () => 'All dead letters can only be replayed from the default channel',

  // Also rejected by the engine.
  ILLEGAL_TRANSITION: ({ state }: { state: string }) => `Not possible for a ${state} delivery`,
  REASSIGNMENT_DISABLED: () => 'Reassignment is disabled in this shop',
  NOT_FOUND: ({ entity, id }: { entity: NotFoundEntity; id: string }) =>
    `No ${entity.replace('_', ' ')} ${id}`,

  // The engine.
  NO_OPERATOR_KEY: () => 'No operator key is configured (keys.operate of httpEngine)',
  ENGINE_UNAVAILABLE: ({ cause }: Caused) => `The engine is unavailable (${cause.message})`,
} satisfies Record<PickupProblem['code'], unknown> & Record<string, (details: never) => string>;

export type LocalCode = keyof typeof MESSAGES;
type LocalDetails<Code extends LocalCode> = Parameters<(typeof MESSAGES)[Code]>[0];

/** The code of a problem and, if it has parameters, its details. */
export type ProblemInput<Code extends LocalCode> =
  LocalDetails<Code> extends undefined
    ? [code: Code, details?: undefined]
    : [code: Code, details: LocalDetails<Code>];

/** All codes of problems: those of Vendure, and the engine's error codes in upper case. */
export type ProblemCode = LocalCode | Uppercase<ErrorCode>;

export const PROBLEM_CODES = [
  ...new Set([...Object.keys(MESSAGES), ...Object.keys(ERROR_CODES).map(upperCase)]),
] as ProblemCode[];

/** Why something failed or can't proceed. */
export interface Problem {
  code: ProblemCode;
  /** Parameters of the code. */
  details: object;
  /** English, for logs and developers. */
  message: string;
}

interface Caused {
  cause: Problem;
}

/** Codes of a mismatch between the engine and Vendure. */
export type MismatchCode = 'LOST_IN_ENGINE' | 'EVENTS_LOST' | 'STATE_DIFFERS' | 'OTHER_ORDER';

export function createProblem<Code extends LocalCode>(...[code, details]: ProblemInput<Code>): Problem {
  const getMessage: (details: never) => string = MESSAGES[code];
  return { code, details: details ?? {}, message: getMessage(details as never) };
}

export function upperCase<Code extends string>(code: Code): Uppercase<Code> {
  return code.toUpperCase() as Uppercase<Code>;
}
