/**
 * SQLSTATEs of transient errors: connection, rollback (deadlock, serialization), resources, intervention, lock not
 * available, and failed transaction, which follows one of the others.
 */
const TRANSIENT_SQLSTATE = /^(?:08|40|53|57)|^55P03$|^25P02$/;

/** Codes of transient errors of other databases and of sockets. */
const TRANSIENT_CODE =
  /^(?:ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CON_COUNT_ERROR|PROTOCOL_\w+|SQLITE_(?:BUSY|LOCKED)\w*|E(?:CONN\w+|PIPE|TIMEDOUT|AI_AGAIN|HOSTUNREACH|NETUNREACH))$/;

/** Messages of transient errors without a code, of the PostgreSQL client and TypeORM. */
const TRANSIENT_MESSAGE =
  /connection terminated|connection (?:ended|error)|not queryable|timeout exceeded when trying to connect|(?:query runner|queryrunner).* released/i;

/** Whether the same operation may succeed later. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const { code, sqlState } = error as { code?: unknown; sqlState?: unknown };
  return (
    [code, sqlState].some((state) => typeof state === 'string' && isTransientCode(state)) ||
    TRANSIENT_MESSAGE.test(error.message) ||
    isTransient((error as { driverError?: unknown }).driverError)
  );
}

function isTransientCode(code: string): boolean {
  return TRANSIENT_CODE.test(code) || (code.length === 5 && TRANSIENT_SQLSTATE.test(code));
}
