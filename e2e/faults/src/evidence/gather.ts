import type { Operation } from '../history/operation';
import type { Evidence, Injection } from './evidence';
import { readEngine } from './read-engine';
import { readRedis } from './read-redis';
import { readVendure } from './read-vendure';

export interface GatherOptions {
  engineDatabaseUrl: string;
  vendureDatabaseUrl: string;
  /** Undefined where the engines ran without Redis. */
  redisUrl: string | undefined;
  operations: Operation[];
  injections: Injection[];
  logs: string[];
  logLines: number;
  restored: boolean;
  secrets: string[];
  heartbeatTtlSeconds: Evidence['heartbeatTtlSeconds'];
  /**
   * What the ids of this run's drivers and seller orders (in Vendure: the codes of its orders) begin with, such as
   * `F4-7-`. Several runs share the databases: only what is this run's is read.
   */
  scope: string;
}

/** Reads what a run has left behind. The system should be at rest. */
export async function gatherEvidence(options: GatherOptions): Promise<Evidence> {
  const { operations, injections, logs, logLines, restored, secrets, heartbeatTtlSeconds, scope } = options;
  const vendure = await readVendure(options.vendureDatabaseUrl, scope);
  const submissionKeys = vendure.deliveries.map(({ submissionKey }) => submissionKey);
  const readAt = Date.now();
  const engine = await readEngine(options.engineDatabaseUrl, scope, submissionKeys);
  const redis = options.redisUrl === undefined ? undefined : await readRedis(options.redisUrl, scope);
  return {
    scope, operations, injections, logs, logLines, restored, secrets, heartbeatTtlSeconds,
    engine, redis, vendure, readAt,
  };
}
