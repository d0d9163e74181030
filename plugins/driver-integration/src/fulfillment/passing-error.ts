/**
 * SQLSTATEs of what another try may overcome: connection, rollback (deadlock, serialization), resources, intervention,
 * lock not available; and the transaction that one of them has spoilt where somebody swallowed it.
 */
const PASSING_SQLSTATE = /^(?:08|40|53|57)|^55P03$|^25P02$/;

/** The same by the names that other databases, and sockets, give it. */
const PASSING_CODE =
  /^(?:ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CON_COUNT_ERROR|PROTOCOL_\w+|SQLITE_(?:BUSY|LOCKED)\w*|E(?:CONN\w+|PIPE|TIMEDOUT|AI_AGAIN|HOSTUNREACH|NETUNREACH))$/;

/** The PostgreSQL client's and TypeORM's errors that have no code. */
const PASSING_MESSAGE =
  /connection terminated|connection (?:ended|error)|not queryable|timeout exceeded when trying to connect|(?:query runner|queryrunner).* released/i;

/** Whether an error says nothing of what was tried, so that the same may go well later. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const { code, sqlState } = error as { code?: unknown; sqlState?: unknown };
  return (
    [code, sqlState].some((state) => typeof state === 'string' && isPassingCode(state)) ||
    PASSING_MESSAGE.test(error.message) ||
    isPassing((error as { driverError?: unknown }).driverError)
  );
}

function isPassingCode(code: string): boolean {
  return PASSING_CODE.test(code) || (code.length === 5 && PASSING_SQLSTATE.test(code));
}
