/** What the shop's process is told by the one that starts it. */
export interface ShopEnvironment {
  databaseUrl: string;
  port: number;
  engineUrl: string;
  /** Sign what the shop sends to the engine. */
  sendKeys: string[];
  /** Verify what the engine sends. */
  receiveKeys: string[];
}

const VARIABLE = 'SHOP';

export function shopEnvironment(env: NodeJS.ProcessEnv): ShopEnvironment {
  return JSON.parse(env[VARIABLE]!) as ShopEnvironment;
}

export function toEnvironment(environment: ShopEnvironment): Record<string, string> {
  return { [VARIABLE]: JSON.stringify(environment) };
}
