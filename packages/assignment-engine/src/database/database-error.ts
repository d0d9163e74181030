import { DispatchError } from '@driver-dispatch/contract';

/** SQLSTATE classes and codes of errors of the server, not of the statement. */
const UNAVAILABLE_STATES = /^(08|40|53|57P|57014|58|55P03|25P03)/;
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/** Messages of node-postgres errors without a code: a connection that was lost during a query, or a connection timeout. */
const UNCODED =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** Whether an error means that PostgreSQL is unavailable, so that a retry may succeed. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return typeof code === 'string'
    ? UNAVAILABLE_CODES.has(code) || UNAVAILABLE_STATES.test(code)
    : typeof message === 'string' && UNCODED.test(message);
}

/** Whether a row was locked for too long. The other items of a batch are not affected. */
export function isLockTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '55P03';
}

/** Converts an error to one that may be shown to callers. */
export function asDispatchError(error: unknown): DispatchError {
  if (error instanceof DispatchError) {
    return error;
  }
  return isDatabaseUnavailable(error)
    ? new DispatchError('database_unavailable', 'The database does not answer', { cause: error })
    : new DispatchError('internal', 'Something went wrong', { cause: error });
}
