import type { Problem, ProblemCode } from './problem';

/** The types of `ErrorResult` for expected failures. Other problems are invalid input or faults, which are thrown. */
const ERROR_RESULT_TYPES = {
  ALREADY_READY: 'DispatchStateError',
  ALREADY_REDISPATCHED: 'DispatchStateError',
  CANCELLATION_PENDING: 'DispatchStateError',
  CHANGED_MEANWHILE: 'DispatchStateError',
  DRIVER_CHANGED: 'DispatchStateError',
  DRIVER_INACTIVE: 'DispatchStateError',
  DROPOFF_FIXED: 'DispatchStateError',
  ILLEGAL_TRANSITION: 'DispatchStateError',
  NOT_SUBMITTED: 'DispatchStateError',
  ORDER_CANCELLED: 'DispatchStateError',
  ORDER_NOT_READY: 'DispatchStateError',
  OUT_OF_SYNC: 'DispatchStateError',

  DRIVER_UNAVAILABLE: 'DriverUnavailableError',

  ALREADY_EXISTS: 'DispatchRejectedError',
  NOT_MARKABLE: 'DispatchRejectedError',
  OTHER_CHANNELS: 'DispatchRejectedError',
  OWN_CHANNEL_ONLY: 'DispatchRejectedError',
  REASSIGNMENT_DISABLED: 'DispatchRejectedError',
} satisfies Partial<Record<ProblemCode, string>>;

type RejectionCode = keyof typeof ERROR_RESULT_TYPES;

/** The reason of a rejected action. */
export interface Rejection extends Problem {
  code: RejectionCode;
}

/** A rejected action in the Admin API. */
export interface DispatchErrorResult {
  __typename: (typeof ERROR_RESULT_TYPES)[RejectionCode];
  errorCode: string;
  message: string;
  reason: Rejection;
}

export function isRejection(problem: Problem): problem is Rejection {
  return Object.hasOwn(ERROR_RESULT_TYPES, problem.code);
}

export function toErrorResult(reason: Rejection): DispatchErrorResult {
  const __typename = ERROR_RESULT_TYPES[reason.code];
  return { __typename, errorCode: toErrorCode(__typename), message: reason.message, reason };
}

/** Returns the error code that Vendure generates for a type. */
function toErrorCode(type: string): string {
  return type.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
}
