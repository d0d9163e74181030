import type { Servers } from './servers';

/**
 * Options that differ from the engine's defaults: no rate limits, no heartbeats that expire, a longer Redis timeout, as Redis
 * shares its cores, and only warnings are logged, as the textbook program logs nothing.
 */
const CHANGED = {
  HOST: '127.0.0.1',
  VENDURE_RATE_LIMIT: '0',
  DRIVER_APP_RATE_LIMIT: '0',
  OPERATOR_RATE_LIMIT: '0',
  HEARTBEAT_TTL_SECONDS: '86400',
  REDIS_COMMAND_TIMEOUT_MS: '1000',
  LOG_LEVEL: 'warn',
};

export function engineEnvironment(
  { keys, redisServer, webhookUrl }: Servers,
  databaseUrl: string,
  redisKeyPrefix: string,
  port: number,
): Record<string, string> {
  return {
    ...CHANGED,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisServer.url,
    REDIS_KEY_PREFIX: redisKeyPrefix,
    WEBHOOK_URL: webhookUrl,
    PORT: String(port),
    VENDURE_KEYS: keys.vendure[0]!,
    DRIVER_APP_KEYS: keys.driverApp[0]!,
    OPERATOR_KEYS: keys.operator[0]!,
    WEBHOOK_KEYS: keys.webhook[0]!,
  };
}
