import { z } from 'zod';
import {
  EngineOptionsError,
  readEngineOptions,
  type EngineConfiguration,
} from '../configuration/engine-options';

const missing = { error: 'is missing' };
const parts = (text: string) => text.split(',').flatMap((part) => part.trim() || []);
const list = z.string().default('').transform(parts);
const optionalList = z.string().transform(parts).optional();
const requiredList = z.string(missing).transform(parts);
const number = z.coerce.number({ error: 'is not a number' }).optional();
const flag = z
  .enum(['true', 'false'], { error: 'is neither true nor false' })
  .transform((value) => value === 'true')
  .optional();
const text = z.string().min(1).optional();
/** `true`, `false`, a number, or addresses. */
const trustedProxies = z
  .string()
  .transform((value) => (/^(true|false|\d+)$/.test(value) ? (JSON.parse(value) as boolean | number) : value))
  .optional();

/** The environment variables of the service, documented in INSTALLATION-CONFIGURATION.md. */
const environmentSchema = z.object({
  DATABASE_URL: z.string(missing),
  DATABASE_MAX_CONNECTIONS: number,
  REDIS_URL: text,
  REDIS_CLUSTER_URLS: optionalList,
  REDIS_KEY_PREFIX: text,
  REDIS_COMMAND_TIMEOUT_MS: number,
  HOST: z.string().min(1).default('0.0.0.0'),
  PORT: z.coerce.number({ error: 'is not a number' }).default(3300),
  TRUST_PROXY: trustedProxies,
  CORS_ORIGINS: list,
  VENDURE_KEYS: requiredList,
  DRIVER_APP_KEYS: list,
  OPERATOR_KEYS: list,
  METRICS_KEYS: list,
  WEBHOOK_KEYS: requiredList,
  WEBHOOK_URL: z.string(missing).pipe(z.url({ protocol: /^https?$/ })),
  VENDURE_RATE_LIMIT: number,
  DRIVER_APP_RATE_LIMIT: number,
  OPERATOR_RATE_LIMIT: number,
  SEARCH_RADIUS_METRES: number,
  MAX_SEARCH_RADIUS_METRES: number,
  UNASSIGNED_AFTER_SECONDS: number,
  LEAD_TIME_SECONDS: number,
  RETRY_SECONDS: number,
  REASSIGNMENT: flag,
  NEW_DRIVER_CHANNELS: z.enum(['all', 'none']).optional(),
  HEARTBEAT_TTL_SECONDS: number,
  NOT_PICKED_UP_AFTER_SECONDS: number,
  NOT_ENDED_AFTER_SECONDS: number,
  DRIVER_SILENT_AFTER_SECONDS: number,
  MAX_FAILED_PIN_ATTEMPTS: number,
  FAILED_PIN_ATTEMPTS_LOCK_SECONDS: number,
  OUTBOX_ENABLED: flag,
  WEBHOOK_TIMEOUT_SECONDS: number,
  ALERT_AFTER_FAILURES: number,
  ALERT_AFTER_SECONDS: number,
  RECONCILE_EVERY_SECONDS: number,
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).optional(),
  LOG_DIRECTORY: text,
  /** Set by PM2. */
  NODE_APP_INSTANCE: text,
});

/** The variable of each engine option, for error messages. */
const VARIABLE_OF: Record<string, string> = {
  'database.url': 'DATABASE_URL',
  'database.maxConnections': 'DATABASE_MAX_CONNECTIONS',
  'redis.url': 'REDIS_URL',
  'redis.clusterUrls': 'REDIS_CLUSTER_URLS',
  'redis.keyPrefix': 'REDIS_KEY_PREFIX',
  'redis.commandTimeoutMs': 'REDIS_COMMAND_TIMEOUT_MS',
  'http.port': 'PORT',
  'http.trustProxy': 'TRUST_PROXY',
  keys: 'VENDURE_KEYS, DRIVER_APP_KEYS, OPERATOR_KEYS, WEBHOOK_KEYS',
  'keys.vendure': 'VENDURE_KEYS',
  'keys.driverApp': 'DRIVER_APP_KEYS',
  'keys.operator': 'OPERATOR_KEYS',
  'keys.metrics': 'METRICS_KEYS',
  'keys.webhook': 'WEBHOOK_KEYS',
  'rateLimits.vendure': 'VENDURE_RATE_LIMIT',
  'rateLimits.driverApp': 'DRIVER_APP_RATE_LIMIT',
  'rateLimits.operator': 'OPERATOR_RATE_LIMIT',
  'assignment.searchRadiusMetres': 'SEARCH_RADIUS_METRES',
  'assignment.maxSearchRadiusMetres': 'MAX_SEARCH_RADIUS_METRES',
  'assignment.unassignedAfterSeconds': 'UNASSIGNED_AFTER_SECONDS',
  'assignment.leadTimeSeconds': 'LEAD_TIME_SECONDS',
  'assignment.retrySeconds': 'RETRY_SECONDS',
  'heartbeat.ttlSeconds': 'HEARTBEAT_TTL_SECONDS',
  'progress.notPickedUpAfterSeconds': 'NOT_PICKED_UP_AFTER_SECONDS',
  'progress.notEndedAfterSeconds': 'NOT_ENDED_AFTER_SECONDS',
  'progress.driverSilentAfterSeconds': 'DRIVER_SILENT_AFTER_SECONDS',
  'proof.maxFailedPinAttempts': 'MAX_FAILED_PIN_ATTEMPTS',
  'proof.failedPinAttemptsLockSeconds': 'FAILED_PIN_ATTEMPTS_LOCK_SECONDS',
  'outbox.timeoutSeconds': 'WEBHOOK_TIMEOUT_SECONDS',
  'outbox.alertAfterFailures': 'ALERT_AFTER_FAILURES',
  'outbox.alertAfterSeconds': 'ALERT_AFTER_SECONDS',
  'reconciliation.everySeconds': 'RECONCILE_EVERY_SECONDS',
  'logging.instance': 'NODE_APP_INSTANCE',
};

export interface ServiceConfiguration extends EngineConfiguration {
  webhookUrl: string;
}

/**
 * Reads the service's configuration. Only this file reads the environment.
 *
 * @throws Error that names each missing or invalid variable, without its value
 */
export function readEnvironment(env: NodeJS.ProcessEnv): ServiceConfiguration {
  // Many deployment tools set an unset variable to an empty string.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = environmentSchema.safeParse(set);
  if (!result.success) {
    throw environmentError(result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`));
  }
  const e = result.data;
  try {
    const configuration = readEngineOptions({
      database: { url: e.DATABASE_URL, maxConnections: e.DATABASE_MAX_CONNECTIONS },
      redis:
        e.REDIS_URL || e.REDIS_CLUSTER_URLS
          ? {
              url: e.REDIS_URL,
              clusterUrls: e.REDIS_CLUSTER_URLS,
              keyPrefix: e.REDIS_KEY_PREFIX,
              commandTimeoutMs: e.REDIS_COMMAND_TIMEOUT_MS,
            }
          : undefined,
      http: { host: e.HOST, port: e.PORT, trustProxy: e.TRUST_PROXY, corsOrigins: e.CORS_ORIGINS },
      keys: {
        vendure: e.VENDURE_KEYS,
        driverApp: e.DRIVER_APP_KEYS,
        operator: e.OPERATOR_KEYS,
        metrics: e.METRICS_KEYS,
        webhook: e.WEBHOOK_KEYS,
      },
      rateLimits: {
        vendure: e.VENDURE_RATE_LIMIT,
        driverApp: e.DRIVER_APP_RATE_LIMIT,
        operator: e.OPERATOR_RATE_LIMIT,
      },
      assignment: {
        searchRadiusMetres: e.SEARCH_RADIUS_METRES,
        maxSearchRadiusMetres: e.MAX_SEARCH_RADIUS_METRES,
        unassignedAfterSeconds: e.UNASSIGNED_AFTER_SECONDS,
        leadTimeSeconds: e.LEAD_TIME_SECONDS,
        retrySeconds: e.RETRY_SECONDS,
        reassignment: e.REASSIGNMENT,
      },
      drivers: { newDriverChannels: e.NEW_DRIVER_CHANNELS },
      heartbeat: { ttlSeconds: e.HEARTBEAT_TTL_SECONDS },
      progress: {
        notPickedUpAfterSeconds: e.NOT_PICKED_UP_AFTER_SECONDS,
        notEndedAfterSeconds: e.NOT_ENDED_AFTER_SECONDS,
        driverSilentAfterSeconds: e.DRIVER_SILENT_AFTER_SECONDS,
      },
      proof: {
        maxFailedPinAttempts: e.MAX_FAILED_PIN_ATTEMPTS,
        failedPinAttemptsLockSeconds: e.FAILED_PIN_ATTEMPTS_LOCK_SECONDS,
      },
      outbox: {
        enabled: e.OUTBOX_ENABLED,
        timeoutSeconds: e.WEBHOOK_TIMEOUT_SECONDS,
        alertAfterFailures: e.ALERT_AFTER_FAILURES,
        alertAfterSeconds: e.ALERT_AFTER_SECONDS,
      },
      reconciliation: { everySeconds: e.RECONCILE_EVERY_SECONDS },
      logging: { level: e.LOG_LEVEL, directory: e.LOG_DIRECTORY, instance: e.NODE_APP_INSTANCE },
    });
    return { ...configuration, webhookUrl: e.WEBHOOK_URL };
  } catch (error) {
    if (error instanceof EngineOptionsError) {
      throw environmentError(error.issues.map(({ path, message }) => `${getVariable(path)}: ${message}`));
    }
    throw error;
  }
}

function getVariable(path: string): string {
  const known = path.replace(/\.\d+$/, '');
  return VARIABLE_OF[known] ?? known;
}

function environmentError(problems: string[]): Error {
  return new Error(`Invalid environment variables:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}
