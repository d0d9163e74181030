import type { Operation } from '../history/operation';
import type { Evidence, Injection } from './evidence';
import { readEngine } from './read-engine';
import { readRedis } from './read-redis';
import { readVendure } from './read-vendure';

export interface GatherOptions {
  engineDatabaseUrl: string;
  vendureDatabaseUrl: string;
  /** Undefined when the engines ran without Redis. */
  redisUrl: string | undefined;
  operations: Operation[];
  injections: Injection[];
  logs: string[];
  logLines: number;
  restored: boolean;
  secrets: string[];
  heartbeatTtlSeconds: Evidence['heartbeatTtlSeconds'];
  /**
   * Prefix of the ids of this run's drivers and seller orders (in Vendure: of its order codes), such as `F4-7-`. Runs share
   * the databases; only rows with this prefix are read.
   */
  scope: string;
}

/** Reads the evidence of a run. No work should be in progress. */
export async function gatherEvidence(options: GatherOptions): Promise<Evidence> {
  const { operations, injections, logs, logLines, restored, secrets, heartbeatTtlSeconds, scope } = options;
  const vendure = await readVendure(options.vendureDatabaseUrl, scope);
  const submissionKeys = vendure.deliveries.map(({ submissionKey }) => submissionKey);
  const readAt = Date.now();
  const engine = await readEngine(options.engineDatabaseUrl, scope, submissionKeys);
  const redis = options.redisUrl === undefined ? undefined : await readRedis(options.redisUrl, scope);
  return {
    scope,
    operations,
    injections,
    logs,
    logLines,
    restored,
    secrets,
    heartbeatTtlSeconds,
    engine,
    redis,
    vendure,
    readAt,
  };
}
