import { DispatchError } from '@driver-dispatch/contract';

/** SQLSTATE classes and codes that say the server, not the statement, is at fault. */
const UNAVAILABLE_STATES = /^(08|40|53|57P|57014|58|55P03|25P03)/;
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EHOSTUNREACH',
]);

/**
 * A pool and a client of node-postgres give these no code: a connection that ended under a query, or was not to
 * be had in time. Their text is all there is to know them by.
 */
const UNCODED =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** Whether an error means that PostgreSQL can't answer now, so that the same request may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return typeof code === 'string'
    ? UNAVAILABLE_CODES.has(code) || UNAVAILABLE_STATES.test(code)
    : typeof message === 'string' && UNCODED.test(message);
}

/** Whether a row was held by another for too long: its own matter, and nothing against the others of a batch. */
export function isLockTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '55P03';
}

/** The error as a caller may know it. */
export function asDispatchError(error: unknown): DispatchError {
  if (error instanceof DispatchError) {
    return error;
  }
  return isDatabaseUnavailable(error)
    ? new DispatchError('database_unavailable', 'The database does not answer', { cause: error })
    : new DispatchError('internal', 'Something went wrong', { cause: error });
}
