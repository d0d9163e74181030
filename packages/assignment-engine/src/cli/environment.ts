import { z } from 'zod';
import {
  EngineOptionsError,
  readEngineOptions,
  type EngineConfiguration,
  type EngineOptions,
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
const json = z
  .string()
  .transform((value, context): unknown => {
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .optional();
/** `true`, `false`, a number, or addresses. */
const trustedProxies = z
  .string()
  .transform((value) => (/^(true|false|\d+)$/.test(value) ? (JSON.parse(value) as boolean | number) : value))
  .optional();

/**
 * The environment variables of the service, documented in INSTALLATION-CONFIGURATION.md: the engine option that each one
 * sets, and how its text is read. The engine options check the values.
 */
const VARIABLES: Record<string, [option: string, read: z.ZodType]> = {
  DATABASE_URL: ['database.url', z.string(missing)],
  DATABASE_MAX_CONNECTIONS: ['database.maxConnections', number],
  REDIS_URL: ['redis.url', text],
  REDIS_CLUSTER_URLS: ['redis.clusterUrls', optionalList],
  REDIS_KEY_PREFIX: ['redis.keyPrefix', text],
  REDIS_COMMAND_TIMEOUT_MS: ['redis.commandTimeoutMs', number],
  HOST: ['http.host', z.string().default('0.0.0.0')],
  PORT: ['http.port', number.default(3300)],
  TRUST_PROXY: ['http.trustProxy', trustedProxies],
  PUBLIC_URL: ['http.publicUrl', text],
  CORS_ORIGINS: ['http.corsOrigins', list],
  VENDURE_KEYS: ['keys.vendure', requiredList],
  DRIVER_APP_KEYS: ['keys.driverApp', list],
  OPERATOR_KEYS: ['keys.operator', list],
  METRICS_KEYS: ['keys.metrics', list],
  WEBHOOK_KEYS: ['keys.webhook', requiredList],
  VENDURE_RATE_LIMIT: ['rateLimits.vendure', number],
  DRIVER_APP_RATE_LIMIT: ['rateLimits.driverApp', number],
  OPERATOR_RATE_LIMIT: ['rateLimits.operator', number],
  DRIVER_RATE_LIMIT: ['rateLimits.driver', number],
  TRACKER_RATE_LIMIT: ['rateLimits.tracker', number],
  GUESS_RATE_LIMIT: ['rateLimits.guesses', number],
  SEARCH_RADIUS_METRES: ['assignment.searchRadiusMetres', number],
  MAX_SEARCH_RADIUS_METRES: ['assignment.maxSearchRadiusMetres', number],
  UNASSIGNED_AFTER_SECONDS: ['assignment.unassignedAfterSeconds', number],
  LEAD_TIME_SECONDS: ['assignment.leadTimeSeconds', number],
  RETRY_SECONDS: ['assignment.retrySeconds', number],
  ASSIGNMENT_MODE: ['assignment.mode', text],
  ASSIGNMENT_CHANNEL_MODES: ['assignment.channelModes', json],
  OFFER_SECONDS: ['offers.seconds', number],
  OFFER_REPEAT_AFTER_SECONDS: ['offers.repeatAfterSeconds', number],
  MAX_OFFERS: ['offers.maxOffers', number],
  MAX_OFFERS_SECONDS: ['offers.maxSeconds', number],
  WHEN_OFFERS_EXHAUSTED: ['offers.whenExhausted', text],
  REASSIGNMENT: ['assignment.reassignment', flag],
  REASSIGN_NO_SHOWS: ['assignment.reassignNoShows', flag],
  NEW_DRIVER_CHANNELS: ['drivers.newDriverChannels', text],
  DRIVER_SESSION_IDLE_DAYS: ['driverSessions.idleDays', number],
  DRIVER_APP: ['driverApp.enabled', flag],
  DRIVER_APP_MAP_TILES: ['driverApp.mapTiles', json],
  DRIVER_APP_DEMO: ['driverApp.demo', json],
  VAPID_KEY: ['push.vapidKey', text],
  PUSH_CONTACT: ['push.contact', text],
  PUSH_SERVICES: ['push.services', optionalList],
  HEARTBEAT_TTL_SECONDS: ['heartbeat.ttlSeconds', number],
  NOT_PICKED_UP_AFTER_SECONDS: ['progress.notPickedUpAfterSeconds', number],
  NOT_ENDED_AFTER_SECONDS: ['progress.notEndedAfterSeconds', number],
  DRIVER_SILENT_AFTER_SECONDS: ['progress.driverSilentAfterSeconds', number],
  NO_SHOW_AFTER_SECONDS: ['progress.noShowAfterSeconds', number],
  MAX_FAILED_PIN_ATTEMPTS: ['proof.maxFailedPinAttempts', number],
  FAILED_PIN_ATTEMPTS_LOCK_SECONDS: ['proof.failedPinAttemptsLockSeconds', number],
  PROOF_IMAGE_URL: ['proof.imageUrl', text],
  PROOF_IMAGE_KEYS: ['proof.imageKeys', optionalList],
  OUTBOX_ENABLED: ['outbox.enabled', flag],
  WEBHOOK_TIMEOUT_SECONDS: ['outbox.timeoutSeconds', number],
  ALERT_AFTER_FAILURES: ['outbox.alertAfterFailures', number],
  ALERT_AFTER_SECONDS: ['outbox.alertAfterSeconds', number],
  RECONCILE_EVERY_SECONDS: ['reconciliation.everySeconds', number],
  RETENTION_DAYS: ['retention.days', number],
  LOG_LEVEL: ['logging.level', text],
  LOG_DIRECTORY: ['logging.directory', text],
  /** Set by PM2. */
  NODE_APP_INSTANCE: ['logging.instance', text],
};

const environmentSchema = z.object({
  ...Object.fromEntries(Object.entries(VARIABLES).map(([variable, [, read]]) => [variable, read])),
  WEBHOOK_URL: z.string(missing).pipe(z.url({ protocol: /^https?$/ })),
});

const VARIABLE_OF = new Map(Object.entries(VARIABLES).map(([variable, [option]]) => [option, variable]));
VARIABLE_OF.set('keys', 'VENDURE_KEYS, DRIVER_APP_KEYS, OPERATOR_KEYS, WEBHOOK_KEYS');

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
  try {
    return { ...readEngineOptions(toOptions(result.data)), webhookUrl: result.data.WEBHOOK_URL };
  } catch (error) {
    if (error instanceof EngineOptionsError) {
      throw environmentError(error.issues.map(({ path, message }) => `${getVariable(path)}: ${message}`));
    }
    throw error;
  }
}

function toOptions(values: Record<string, unknown>): EngineOptions {
  const options: Record<string, Record<string, unknown>> = {};
  for (const [variable, [option]] of Object.entries(VARIABLES)) {
    const [group = '', name = ''] = option.split('.');
    options[group] = { ...options[group], [name]: values[variable] };
  }
  const redis = values.REDIS_URL || values.REDIS_CLUSTER_URLS ? options.redis : undefined;
  return { ...options, redis } as unknown as EngineOptions;
}

function getVariable(path: string): string {
  const option = path.replace(/\.\d+$/, '');
  return VARIABLE_OF.get(option) ?? option;
}

function environmentError(problems: string[]): Error {
  return new Error(`Invalid environment variables:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
}
