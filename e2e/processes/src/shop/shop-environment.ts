/** Configuration of a shop process. */
export interface ShopEnvironment {
  databaseUrl: string;
  port: number;
  engineUrl: string;
  /** Sign what the shop sends to the engine. */
  sendKeys: string[];
  /** Verify what the engine sends. */
  receiveKeys: string[];
  /** Whether the shop has the driver integration. @default true */
  plugin?: boolean;
  /**
   * `server` serves the APIs, `worker` runs jobs, `both` does both in one process. A worker needs the tables of a server.
   *
   * @default both
   */
  role?: 'server' | 'worker' | 'both';
  /** Whether an empty shop gets what a checkout needs. @default false */
  catalogue?: boolean;
  /** Ms between two polls of a job queue. @default 2000 */
  jobPollIntervalMs?: number;
  /** Ms that the shop waits for an answer of the engine. @default 10000 */
  engineTimeoutMs?: number;
}

const VARIABLE = 'SHOP';

export function shopEnvironment(env: NodeJS.ProcessEnv): ShopEnvironment {
  return JSON.parse(env[VARIABLE]!) as ShopEnvironment;
}

export function toEnvironment(environment: ShopEnvironment): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(environment) };
}
