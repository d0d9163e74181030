import type { Servers } from './servers';

/**
 * Overrides the engine's defaults: no rate limits, no expiring heartbeats, a longer Redis timeout because Redis shares the
 * cores, and only warnings in the log because the textbook program has no log.
 */
const OVERRIDES = {
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
    ...OVERRIDES,
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
