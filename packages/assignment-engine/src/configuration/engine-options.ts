import {
  MAX_SEARCH_RADIUS_METRES,
  mapTilesError,
  pointSchema,
  signingKeyProblem,
  type MapTiles,
} from '@driver-dispatch/contract';
import { z } from 'zod';
import { isProxyAddress } from './proxy-address';
import { isServiceOrigin, PUSH_SERVICES } from './push-services';

const signingKeysSchema = z.array(
  z.string().superRefine((key, context) => {
    const problem = signingKeyProblem(key);
    if (problem) {
      context.addIssue({ code: 'custom', message: problem });
    }
  }),
);

const bearerKeysSchema = z.array(z.string().min(24, { error: 'at least 24 characters' }));

/**
 * Keys by purpose, so that a leaked key of the driver app does not affect Vendure. A route whose list is empty answers with
 * 404.
 */
const keysSchema = z
  .object({
    /** Verify messages from Vendure. */
    vendure: signingKeysSchema.default([]),
    /** Verify requests of the driver app. */
    driverApp: signingKeysSchema.default([]),
    /** Bearer tokens of operators. */
    operator: bearerKeysSchema.default([]),
    /** Bearer tokens for `/metrics` only; operator tokens may read it too. */
    metrics: bearerKeysSchema.default([]),
    /** Sign the engine's webhooks to Vendure. */
    webhook: signingKeysSchema.default([]),
  })
  .refine((keys) => new Set(Object.values(keys).flat()).size === Object.values(keys).flat().length, {
    error: 'each key must have one purpose only',
  });

const trustProxySchema = z.union(
  [
    z.boolean(),
    z.int().min(0),
    z
      .union([
        z.string().transform((text) => text.split(',').map((part) => part.trim())),
        z.array(z.string()),
      ])
      .pipe(z.array(z.string().refine(isProxyAddress))),
  ],
  { error: 'neither true, false, a number of proxies, nor their addresses' },
);

const httpSchema = z.object({
  /** @default '127.0.0.1' */
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 takes a free port. */
  port: z.int().min(0).max(65535),
  /**
   * Proxies whose `X-Forwarded-For` header is trusted, as `trust proxy` of Express and `apiOptions.trustProxy` of Vendure:
   * the number of proxies before the engine, or their addresses as a list or separated by commas (IP addresses, ranges such
   * as `10.0.0.0/8`, `loopback`, `linklocal`, `uniquelocal`). `true` uses the first address of the header, which a client
   * can forge unless the outermost proxy replaces the header. With `false` all clients behind a proxy count as one client.
   *
   * @default false
   * @example
   * ```ts
   * trustProxy: 1 // one load balancer
   * ```
   */
  trustProxy: trustProxySchema.default(false),
  /**
   * URL of the engine for drivers, without `/v1`. The links of invitations and for tracking apps start with it. @default none
   * @example 'https://dispatch.example.com'
   */
  publicUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Allowed CORS origins. @default [] */
  corsOrigins: z.array(z.string()).default([]),
  /** Maximum size of a body, in bytes. @default 1048576 */
  bodyLimit: z.int().positive().default(1_048_576),
  /**
   * Maximum memory of all unfinished bodies, in bytes: their buffers and 16384 for each body. At the limit one of them is
   * answered with 429: a stalled one, or else one of the client with the most unfinished bodies. @default 67108864
   */
  maxUnverifiedBytes: z.int().positive().default(67_108_864),
  /** Maximum seconds until a request has been received. @default 15 */
  requestTimeoutSeconds: z.number().positive().default(15),
});

const requestsPerSecond = z.int().min(0);

/** Maximum requests per second to this process, averaged over five seconds; 0 disables the limit. */
const rateLimitsSchema = z.object({
  /** For each key. @default 2000 */
  vendure: requestsPerSecond.default(2_000),
  /** For each key. @default 5000 */
  driverApp: requestsPerSecond.default(5_000),
  /** For each key. @default 100 */
  operator: requestsPerSecond.default(100),
  /** For each driver, in all sessions. @default 20 */
  driver: requestsPerSecond.default(20),
  /** For each secret of a tracking app. @default 10 */
  tracker: requestsPerSecond.default(10),
  /**
   * Unknown session tokens, invitations and tracker secrets from each client address (IPv6: /64 network). Above the limit the
   * address can't sign in; sessions and tracker secrets that this process has seen before are not affected. @default 1
   */
  guesses: requestsPerSecond.default(1),
});

const redisUrl = z.url({ protocol: /^rediss?$/ });

const redisSchema = z
  .object({
    /** URL of a single server; either this or `clusterUrls`. */
    url: redisUrl.optional(),
    /** URLs of some nodes of a Redis Cluster; the other nodes are discovered. */
    clusterUrls: z.array(redisUrl).min(1).optional(),
    /** Prefix of every key, such as `{berlin}:`; braces keep all keys on one node of a cluster. @default '' */
    keyPrefix: z.string().default(''),
    /** Timeout of a command in milliseconds, after which PostgreSQL is used instead. @default 150 */
    commandTimeoutMs: z.int().positive().default(150),
  })
  .refine(({ url, clusterUrls }) => (url === undefined) !== (clusterUrls === undefined), {
    error: 'set either url or clusterUrls',
    path: ['url'],
  })
  .refine(({ clusterUrls, keyPrefix }) => clusterUrls === undefined || /\{[^}]+\}/.test(keyPrefix), {
    error: 'a cluster needs a name in braces, such as {berlin}, to keep all keys on one node',
    path: ['keyPrefix'],
  });

const assignmentModeSchema = z.enum(['direct', 'offer']);

const assignmentSchema = z
  .object({
    /**
     * `direct`: the nearest driver is assigned, which is final. `offer`: the nearest driver gets an offer and may decline it.
     * See `offers`. Every driver app must support offers first. @default 'direct'
     */
    mode: assignmentModeSchema.default('direct'),
    /**
     * Modes of channels that differ from `mode`, by channel id. @default {}
     * @example { '2': 'offer' }
     */
    channelModes: z.record(z.string(), assignmentModeSchema).default({}),
    /** Maximum distance of a driver from the pickup, in metres, for orders without a radius. @default 5000 */
    searchRadiusMetres: z.number().positive().max(MAX_SEARCH_RADIUS_METRES).default(5000),
    /** Maximum search radius of an order, in metres. @default 100000 */
    maxSearchRadiusMetres: z
      .number()
      .positive()
      .max(MAX_SEARCH_RADIUS_METRES)
      .default(MAX_SEARCH_RADIUS_METRES),
    /** Seconds without a driver after which Vendure receives `delivery.unassigned`. @default 120 */
    unassignedAfterSeconds: z.number().positive().default(120),
    /**
     * The search for a driver starts this many seconds before an order's ready time. Until then the order is held, such as an
     * order of a closed store. @default 1800
     */
    leadTimeSeconds: z.number().min(0).default(1800),
    /** Seconds between assignment attempts of a waiting order; a released driver is matched at once. @default 10 */
    retrySeconds: z.number().positive().default(10),
    /**
     * Whether operators may reassign a delivery before its pickup. The shop and every engine on this database must support the
     * event `delivery.reassigned` first. @default false
     */
    reassignment: z.boolean().default(false),
    /**
     * Whether a delivery with the alert `delivery.no_show` is reassigned to the nearest available driver. The first driver goes
     * OFFLINE. Needs `reassignment`. @default false
     */
    reassignNoShows: z.boolean().default(false),
  })
  .refine(({ reassignment, reassignNoShows }) => reassignment || !reassignNoShows, {
    error: 'needs reassignment',
    path: ['reassignNoShows'],
  });

/** Offers to drivers, for deliveries whose `assignment.mode` is `offer`. */
const offersSchema = z.object({
  /** Seconds that a driver has to accept an offer. @default 45 */
  seconds: z.number().positive().max(3600).default(45),
  /** Seconds after an offer until the same driver is offered the delivery again. @default 600 */
  repeatAfterSeconds: z.number().min(0).default(600),
  /** Number of offers of a delivery after which `whenExhausted` applies. @default 5 */
  maxOffers: z.int().positive().default(5),
  /** Seconds of waiting after which `whenExhausted` applies. @default 300 */
  maxSeconds: z.number().positive().default(300),
  /**
   * When no driver has accepted after `maxOffers` or `maxSeconds`. `assign`: the nearest driver is assigned, without an
   * offer. `wait`: further offers are made. `alert`: further offers are made, and Vendure receives `delivery.unassigned` at
   * once instead of after `assignment.unassignedAfterSeconds`. @default 'alert'
   */
  whenExhausted: z.enum(['assign', 'wait', 'alert']).default('alert'),
});

const driversSchema = z.object({
  /**
   * Channels of a driver registered by the driver app. `none`: the driver serves no channel until an operator sets some.
   * `all`: the driver serves the channels set by the app, or every channel if it sets none. Drivers created by an operator
   * are not affected. @default 'none'
   */
  newDriverChannels: z.enum(['all', 'none']).default('none'),
});

const driverSessionsSchema = z.object({
  /** Days after which a session that is not used expires. @default 30 */
  idleDays: z.number().positive().max(3650).default(30),
});

const driverAppSchema = z.object({
  /** Whether the engine serves the driver app at `/driver`, if `@driver-dispatch/driver-app` is installed. @default true */
  enabled: z.boolean().default(true),
  /** Raster tiles of the app's maps, from any XYZ tile server. @default none: maps show parallels and meridians */
  mapTiles: z
    .custom<MapTiles>()
    .superRefine((tiles, context) => {
      const message = mapTilesError(tiles);
      if (message) {
        context.addIssue({ code: 'custom', message });
      }
    })
    .optional(),
  /**
   * For trying the app without driving: drivers set their location by clicking on a map with these stores.
   * @default none
   */
  demo: z
    .object({ stores: z.array(z.object({ name: z.string(), point: pointSchema })).default([]) })
    .optional(),
});

const pushSchema = z.object({
  /**
   * Private key that identifies the engine to push services (VAPID), of `assignment-engine keys`. With another key, devices
   * get notifications again after the driver's next start of duty. @default none: no push notifications
   */
  vapidKey: z
    .string()
    .regex(/^[\w-]{43}$/, { error: 'must be a key of `assignment-engine keys`' })
    .optional(),
  /**
   * `mailto:` or `https:` URL at which push services reach the operator of the engine. Apple requires one. @default
   * `http.publicUrl` if it starts with https
   */
  contact: z.url({ protocol: /^(mailto|https)$/ }).optional(),
  /**
   * Origins of the push services to which the engine sends; `*` stands for the first labels of a host name.
   * @default those of Chrome, Edge, Firefox and Safari
   */
  services: z
    .array(
      z.string().refine(isServiceOrigin, { error: 'must be an origin, such as https://*.push.apple.com' }),
    )
    .default([...PUSH_SERVICES]),
});

const proofSchema = z
  .object({
    /** Failed PIN attempts of a delivery after which PIN entry is locked. @default 5 */
    maxFailedPinAttempts: z.int().positive().default(5),
    /** Seconds after the last failed attempt until all are reset, unless an operator resets them before. @default 900 */
    failedPinAttemptsLockSeconds: z.number().positive().default(900),
    /**
     * URL of the shop for proof images: `<shop>/driver-dispatch/proof-images`. Devices with a session upload them with a permit
     * that the engine signs with `imageKeys`. @default none
     */
    imageUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** Keys that sign the permits: `proof.imageKeys` of the shop. @default [] */
    imageKeys: signingKeysSchema.default([]),
  })
  .refine(({ imageUrl, imageKeys }) => imageUrl === undefined || imageKeys.length > 0, {
    error: 'needs imageKeys',
    path: ['imageUrl'],
  });

/** Limits after which an alert is raised for a delivery with a driver. */
const progressSchema = z.object({
  /** Seconds until an ASSIGNED delivery should be picked up, from the later of assignment and ready time. @default 1800 */
  notPickedUpAfterSeconds: z.number().positive().default(1800),
  /** Seconds until a PICKED_UP delivery should have ended. @default 3600 */
  notEndedAfterSeconds: z.number().positive().default(3600),
  /** Seconds without a heartbeat or location of a driver who has a delivery. @default 300 */
  driverSilentAfterSeconds: z.number().positive().default(300),
  /**
   * Seconds after the assignment, but not before the ready time, until the driver should be near the pickup, or nearer to it
   * than at the assignment. @default 600
   */
  noShowAfterSeconds: z.number().positive().default(600),
});

const heartbeatSchema = z.object({
  /** Seconds without a heartbeat or location after which an AVAILABLE driver goes OFFLINE. @default 60 */
  ttlSeconds: z.number().positive().default(60),
});

const outboxSchema = z.object({
  /**
   * Whether this process sends events. At thousands of orders per second, some engines can only accept orders while others
   * send events. At least one engine must send. @default true
   */
  enabled: z.boolean().default(true),
  /**
   * Timeout of a webhook request in seconds; a custom sink must respect it too. A process leases events for twice as long;
   * if it dies, another process takes them over afterwards. At most 10, as graceful shutdown and the takeover time rely on
   * it. @default 10
   */
  timeoutSeconds: z.number().min(1).max(10).default(10),
  /**
   * Seconds before each retry of an event; after the last one the event is a dead letter. By default the long delays are
   * those of the Standard Webhooks specification.
   */
  retryDelaysSeconds: z
    .array(z.number().positive())
    .min(1)
    .default([1, 5, 15, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]),
  /** Consecutive failed attempts, of any events, after which an alert is raised. @default 10 */
  alertAfterFailures: z.int().positive().default(10),
  /** Minimum seconds over which these attempts failed, so that a restart of Vendure raises no alert. @default 30 */
  alertAfterSeconds: z.number().min(0).default(30),
});

const reconciliationSchema = z.object({
  /**
   * Seconds between two reconciliations with Vendure, which find deliveries and events that Vendure does not have. Each
   * process that sends events reconciles. @default 300
   */
  everySeconds: z.number().positive().max(86_400).default(300),
});

const retentionSchema = z.object({
  /**
   * Days after the end of a delivery until its personal data is erased; also for locations, changes of status and devices of
   * drivers. Card disputes take up to 120 days. @default 180
   */
  days: z.number().positive().max(3650).default(180),
});

const loggingSchema = z.object({
  /** @default 'info' */
  level: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
  /** Directory of error.log and combined.log; without it no files are written. */
  directory: z.string().min(1).optional(),
  /**
   * Number of this process among those that log to the same directory. It becomes part of the file names, such as
   * `worker-1-combined.log`. Processes that share a file would lose lines on rotation.
   *
   * @example process.env.NODE_APP_INSTANCE
   */
  instance: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .optional(),
  /** Size at which each of the two files is rotated, in bytes. @default 20971520 */
  maxFileBytes: z.int().positive().default(20_971_520),
  /** Number of files kept of each kind, including the current one. @default 5 */
  maxFiles: z.int().min(2).default(5),
});

export const engineOptionsSchema = z
  .object({
    database: z.object({
      /** Connection URL of PostgreSQL 14 or later; the engine only uses its own schema. */
      url: z.url({ protocol: /^postgres(ql)?$/ }),
      /** Maximum connections of this process, in addition to 6 for orders and 1 for event notifications. @default 10 */
      maxConnections: z.int().min(2).default(10),
    }),
    redis: redisSchema.optional(),
    http: httpSchema.optional(),
    keys: keysSchema.optional(),
    rateLimits: rateLimitsSchema.default(() => rateLimitsSchema.parse({})),
    assignment: assignmentSchema.default(() => assignmentSchema.parse({})),
    offers: offersSchema.default(() => offersSchema.parse({})),
    drivers: driversSchema.default(() => driversSchema.parse({})),
    driverSessions: driverSessionsSchema.default(() => driverSessionsSchema.parse({})),
    driverApp: driverAppSchema.default(() => driverAppSchema.parse({})),
    push: pushSchema.default(() => pushSchema.parse({})),
    proof: proofSchema.default(() => proofSchema.parse({})),
    progress: progressSchema.default(() => progressSchema.parse({})),
    heartbeat: heartbeatSchema.default(() => heartbeatSchema.parse({})),
    outbox: outboxSchema.default(() => outboxSchema.parse({})),
    reconciliation: reconciliationSchema.default(() => reconciliationSchema.parse({})),
    retention: retentionSchema.default(() => retentionSchema.parse({})),
    logging: loggingSchema.default(() => loggingSchema.parse({})),
  })
  .refine(({ http, keys }) => !http || Object.values(keys ?? {}).flat().length > 0, {
    path: ['keys'],
    error: 'an engine with http needs keys: every request requires one',
  });

export type EngineOptions = z.input<typeof engineOptionsSchema>;

/** The options with all defaults. */
export type EngineConfiguration = z.output<typeof engineOptionsSchema>;

/** Invalid options, with path and message of each. Never contains a value. */
export class EngineOptionsError extends Error {
  constructor(readonly issues: readonly { path: string; message: string }[]) {
    const lines = issues.map(({ path, message }) => `  ${path}: ${message}`);
    super(`Invalid engine options:\n${lines.join('\n')}`);
    this.name = 'EngineOptionsError';
  }
}

/** @throws EngineOptionsError */
export function readEngineOptions(options: EngineOptions): EngineConfiguration {
  const result = engineOptionsSchema.safeParse(options);
  if (!result.success) {
    throw new EngineOptionsError(
      result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    );
  }
  return result.data;
}
