import type { PoolConfig } from 'pg';
import { TimeoutClient } from './timeout-client';

/** Bounds of every wait for PostgreSQL, in ms: a request is refused rather than left hanging. */
const CONNECT_TIMEOUT = 5_000;
const STATEMENT_TIMEOUT = 5_000;

/** What all of the engine's connections have in common. */
export const CONNECTION_OPTIONS = {
  connectionTimeoutMillis: CONNECT_TIMEOUT,
  statement_timeout: STATEMENT_TIMEOUT,
  // Ours ends a query that the server can't end any more.
  query_timeout: STATEMENT_TIMEOUT + 1_000,
  idle_in_transaction_session_timeout: STATEMENT_TIMEOUT,
  keepAlive: true,
  application_name: 'assignment-engine',
  Client: TimeoutClient,
} satisfies PoolConfig & { Client: unknown };

/** Connections that migrate: no statement has a time limit, as a large table takes what it takes. */
export const MIGRATION_CONNECTION_OPTIONS = {
  ...CONNECTION_OPTIONS,
  statement_timeout: 0,
  query_timeout: 0,
  idle_in_transaction_session_timeout: 0,
} satisfies PoolConfig;
