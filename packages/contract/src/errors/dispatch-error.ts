import { ERROR_CODES, isErrorCode, type ErrorCode } from './error-code';

/** An error as it travels in a reply's body. */
export interface ErrorBody {
  error: { code: ErrorCode; message: string; details?: Record<string, unknown> };
}

/** A refusal or a fault with a code out of the closed set; the inner error, if any, is its `cause`. */
export class DispatchError extends Error {
  readonly details: Record<string, unknown> | undefined;
  /** HTTP status the error is answered with, or was received with. */
  readonly status: number;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'DispatchError';
    this.details = options.details;
    this.status = ERROR_CODES[code].status;
    this.retryable = ERROR_CODES[code].retryable;
  }

  toBody(): ErrorBody {
    return { error: { code: this.code, message: this.message, details: this.details } };
  }

  /** The error a reply's body carries, or undefined when it carries none of ours. */
  static fromBody(body: unknown): DispatchError | undefined {
    const error = (body as Partial<ErrorBody> | null | undefined)?.error;
    return isErrorCode(error?.code)
      ? new DispatchError(error.code, String(error.message), { details: error.details })
      : undefined;
  }
}
