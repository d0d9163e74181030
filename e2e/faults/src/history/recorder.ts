import { DispatchError, type ErrorCode } from '@driver-dispatch/contract';
import type { Operation, Outcome, Request } from './operation';

/** Errors that the client itself creates when it gets no readable answer. */
const NO_ANSWER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'unreachable',
  'timeout',
  'response_invalid',
  'redirect_refused',
]);

export interface Recorded<T> {
  operation: Operation;
  /** Undefined unless the outcome is `ok`. */
  reply: T | undefined;
}

/** An answer without a 2xx status. */
export class HttpStatusError extends Error {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Headers,
  ) {
    super(`Answered ${status}`);
  }
}

/** Records the history: every request with its outcome. */
export class Recorder {
  readonly operations: Operation[] = [];

  async run<T>(request: Request, work: () => Promise<T>): Promise<Recorded<T>> {
    const operation: Operation = {
      index: this.operations.length,
      request,
      invokedAt: Date.now(),
      // Replaced when the request ends.
      completedAt: Infinity,
      outcome: 'unknown',
    };
    this.operations.push(operation);
    try {
      const reply = await work();
      Object.assign(operation, { outcome: 'ok', reply });
      return { operation, reply };
    } catch (error) {
      Object.assign(operation, read(error));
      return { operation, reply: undefined };
    } finally {
      operation.completedAt = Date.now();
    }
  }
}

function read(error: unknown): Partial<Operation> {
  if (error instanceof DispatchError) {
    const { code, status, message, retryAfterSeconds } = error;
    return NO_ANSWER.has(code)
      ? { outcome: 'unknown', code, reply: message }
      : { outcome: getOutcome(status), code, status, retryAfterSeconds, reply: error.toBody().error };
  }
  if (error instanceof HttpStatusError) {
    const { status, body } = error;
    const { code } = DispatchError.fromBody(body) ?? {};
    return { outcome: getOutcome(status), status, code, reply: body };
  }
  return { outcome: 'unknown', reply: String(error) };
}

function getOutcome(status: number): Outcome {
  return status < 500 ? 'refused' : 'unknown';
}
