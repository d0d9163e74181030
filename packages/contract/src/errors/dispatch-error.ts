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
  /** Seconds that must pass before the same request is sent again, where whoever refused it has said so. */
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
   * The error a reply's body carries, or undefined when it carries none of ours.
   *
   * @param retryAfterSeconds what the reply's header says
   */
  static fromBody(body: unknown, retryAfterSeconds?: number): DispatchError | undefined {
    const error = (body as Partial<ErrorBody> | null | undefined)?.error;
    return isErrorCode(error?.code)
      ? new DispatchError(error.code, String(error.message), { details: error.details, retryAfterSeconds })
      : undefined;
  }
}
