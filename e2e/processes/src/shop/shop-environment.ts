/** Configuration of a shop process. */
export interface ShopEnvironment {
  databaseUrl: string;
  port: number;
  engineUrl: string;
  /** Sign messages to the engine. */
  sendKeys: string[];
  /** Verify messages of the engine. */
  receiveKeys: string[];
  /** Whether the shop has the driver integration. @default true */
  plugin?: boolean;
  /**
   * `server` serves the APIs, `worker` runs jobs, `both` does both in one process. Only a server creates the tables.
   *
   * @default both
   */
  role?: 'server' | 'worker' | 'both';
  /** Whether the shop gets the initial data for a checkout. @default false */
  catalogue?: boolean;
  /** Polling interval of the job queues in ms. @default 2000 */
  jobPollIntervalMs?: number;
  /** Timeout of requests to the engine in ms. @default 10000 */
  engineTimeoutMs?: number;
}

const VARIABLE = 'SHOP';

export function shopEnvironment(env: NodeJS.ProcessEnv): ShopEnvironment {
  return JSON.parse(env[VARIABLE]!) as ShopEnvironment;
}

export function toEnvironment(environment: ShopEnvironment): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(environment) };
}
