/**
 * All error codes with their HTTP status. `retryable`: the same request may succeed later. In v1, codes may be added, and
 * no code changes its meaning.
 */
export const ERROR_CODES = {
  invalid_message: { status: 400, retryable: false },
  signature_missing: { status: 401, retryable: false },
  signature_invalid: { status: 401, retryable: false },
  timestamp_out_of_tolerance: { status: 401, retryable: true },
  unauthorized: { status: 401, retryable: false },
  driver_mismatch: { status: 403, retryable: false },
  not_found: { status: 404, retryable: false },
  idempotency_conflict: { status: 409, retryable: false },
  identity_mismatch: { status: 409, retryable: false },
  illegal_transition: { status: 409, retryable: false },
  already_exists: { status: 409, retryable: false },
  driver_unavailable: { status: 409, retryable: false },
  driver_changed: { status: 409, retryable: false },
  offer_ended: { status: 409, retryable: false },
  reassignment_disabled: { status: 409, retryable: false },
  proof_refused: { status: 409, retryable: false },
  proof_locked: { status: 409, retryable: false },
  sequence_gap: { status: 409, retryable: true },
  driver_inactive: { status: 409, retryable: false },
  endpoint_gone: { status: 410, retryable: false },
  payload_too_large: { status: 413, retryable: false },
  unsupported_encoding: { status: 415, retryable: false },
  rate_limited: { status: 429, retryable: true },
  internal: { status: 500, retryable: true },
  redirect_refused: { status: 502, retryable: true },
  response_invalid: { status: 502, retryable: true },
  unreachable: { status: 503, retryable: true },
  database_unavailable: { status: 503, retryable: true },
  timeout: { status: 504, retryable: true },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(ERROR_CODES, value);
}
