import { ERROR_CODES, isErrorCode, type ErrorCode } from './error-code';

/** An error in the body of a reply. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string; details?: Record<string, unknown> };
}

/** An error with a code of {@link ERROR_CODES}. `cause` has the inner error, if any. */
export class DispatchError extends Error {
  readonly details: Record<string, unknown> | undefined;
  /** HTTP status of a reply with this error. */
  readonly status: number;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  /** Seconds to wait before the same request is sent again; undefined if the receiver did not specify it. */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown; retryAfterSeconds?: number } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'DispatchError';
    this.details = options.details;
    this.status = ERROR_CODES[code].status;
    this.retryable = ERROR_CODES[code].retryable;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  toBody(): ErrorBody {
    return { error: { code: this.code, message: this.message, details: this.details } };
  }

  /**
   * Returns the error in the body of a reply, or undefined if the body has no error of this contract.
   *
   * @param retryAfterSeconds from the `Retry-After` header of the reply
   */
  static fromBody(body: unknown, retryAfterSeconds?: number): DispatchError | undefined {
    const error = (body as Partial<ErrorBody> | null | undefined)?.error;
    return isErrorCode(error?.code)
      ? new DispatchError(error.code, String(error.message), { details: error.details, retryAfterSeconds })
      : undefined;
  }
}
