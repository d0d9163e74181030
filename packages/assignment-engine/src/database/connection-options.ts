import type { PoolConfig } from 'pg';
import { TimeoutClient } from './timeout-client';

/** Timeouts of PostgreSQL in ms, so that a request fails instead of hanging. */
const CONNECT_TIMEOUT = 5_000;
const STATEMENT_TIMEOUT = 5_000;

/** Options of all connections of the engine. */
export const CONNECTION_OPTIONS = {
  connectionTimeoutMillis: CONNECT_TIMEOUT,
  statement_timeout: STATEMENT_TIMEOUT,
  // The client's timeout, for a server that no longer responds.
  query_timeout: STATEMENT_TIMEOUT + 1_000,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
  keepAlive: true,
  application_name: 'assignment-engine',
  Client: TimeoutClient,
} satisfies PoolConfig & { Client: unknown };

/** Options of migration connections: without statement timeout, as changes of large tables take long. */
export const MIGRATION_CONNECTION_OPTIONS = {
  ...CONNECTION_OPTIONS,
  statement_timeout: 0,
  query_timeout: 0,
  idle_in_transaction_session_timeout: 0,
} satisfies PoolConfig;
