import type { Servers } from './servers';

/** How long a Redis that shares its cores is waited for. */
export const USUAL_REDIS_PATIENCE = { REDIS_COMMAND_TIMEOUT_MS: '1000' };

/**
 * The engine's environment in every measurement, over its defaults: nobody is refused for asking too often, nobody
 * lapses in the middle of a run, a Redis that shares its cores is waited for, and what is logged is what is wrong, as
 * the yardsticks log nothing either.
 */
const USUAL = {
  HOST: '127.0.0.1',
  VENDURE_RATE_LIMIT: '0',
  DRIVER_APP_RATE_LIMIT: '0',
  OPERATOR_RATE_LIMIT: '0',
  HEARTBEAT_TTL_SECONDS: '86400',
  ...USUAL_REDIS_PATIENCE,
  LOG_LEVEL: 'warn',
};

export function engineEnvironment(
  { keys, redisServer, webhookUrl }: Servers,
  databaseUrl: string,
  port: number,
): Record<string, string> {
  return {
    ...USUAL,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisServer.url,
    WEBHOOK_URL: webhookUrl,
    PORT: String(port),
    VENDURE_KEYS: keys.vendure[0]!,
    DRIVER_APP_KEYS: keys.driverApp[0]!,
    NEW_DRIVER_CHANNELS: 'all',
    OPERATOR_KEYS: keys.operator[0]!,
    WEBHOOK_KEYS: keys.webhook[0]!,
  };
}
