import { MAX_SEARCH_RADIUS_METRES, signingKeyProblem } from '@driver-dispatch/contract';
import { z } from 'zod';
import { isProxyAddress } from './proxy-address';

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
 * Each key has one purpose: a driver app that leaks its key does not leak Vendure's. A route whose list is empty answers
 * 404.
 */
const keysSchema = z
  .object({
    /** Sign Vendure's messages to the engine. */
    vendure: signingKeysSchema.default([]),
    /** Sign the driver app's requests. */
    driverApp: signingKeysSchema.default([]),
    /** Bearer tokens of operators. */
    operator: bearerKeysSchema.default([]),
    /** Bearer tokens that may read `/metrics` and nothing else; an operator's may read it, too. */
    metrics: bearerKeysSchema.default([]),
    /** Sign the engine's webhooks to Vendure. */
    webhook: signingKeysSchema.default([]),
  })
  .refine((keys) => new Set(Object.values(keys).flat()).size === Object.values(keys).flat().length, {
    error: 'every key must be used for one purpose only',
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
   * Which proxies tell the client's address with `X-Forwarded-For`, as `trust proxy` of Express and `apiOptions.trustProxy`
   * of Vendure: the number of proxies before the engine, or their addresses as a list or separated by commas (IP addresses,
   * ranges such as `10.0.0.0/8`, `loopback`, `linklocal`, `uniquelocal`). `true` takes the first address of the header, which
   * a client can forge unless the outermost proxy replaces the header. With `false` all clients behind a proxy are one client.
   *
   * @default false
   * @example
   * ```ts
   * trustProxy: 1 // one load balancer
   * ```
   */
  trustProxy: trustProxySchema.default(false),
  /** Origins of browsers that may call; none by default. */
  corsOrigins: z.array(z.string()).default([]),
  /** The largest body that is read, in bytes. @default 1048576 */
  bodyLimit: z.int().positive().default(1_048_576),
  /**
   * Memory of all unfinished bodies, in bytes: their buffers and 16384 for each. At the bound one of them is answered with
   * 429: one that stalls, or else one of the client with the most unfinished bodies. @default 67108864
   */
  maxUnverifiedBytes: z.int().positive().default(67_108_864),
  /** Seconds that a request may take to arrive. @default 15 */
  requestTimeoutSeconds: z.number().positive().default(15),
});

const requestsPerSecond = z.int().min(0);

/**
 * Requests a second that each key of a party may make of this process, averaged over five seconds; 0 switches the
 * limit off.
 */
const rateLimitsSchema = z.object({
  /** @default 2000 */
  vendure: requestsPerSecond.default(2_000),
  /** @default 5000 */
  driverApp: requestsPerSecond.default(5_000),
  /** @default 100 */
  operator: requestsPerSecond.default(100),
});

const redisUrl = z.url({ protocol: /^rediss?$/ });

const redisSchema = z
  .object({
    /** The server; either this or `clusterUrls`. */
    url: redisUrl.optional(),
    /** Some nodes of a Redis Cluster; the others are found through them. */
    clusterUrls: z.array(redisUrl).min(1).optional(),
    /** Put before every key, such as `{berlin}:`; braces keep all keys on one node of a cluster. @default '' */
    keyPrefix: z.string().default(''),
    /** Milliseconds until a command is given up and PostgreSQL is asked instead. @default 150 */
    commandTimeoutMs: z.int().positive().default(150),
  })
  .refine(({ url, clusterUrls }) => (url === undefined) !== (clusterUrls === undefined), {
    error: 'the address of one server or those of a cluster, not both',
    path: ['url'],
  })
  .refine(({ clusterUrls, keyPrefix }) => clusterUrls === undefined || /\{[^}]+\}/.test(keyPrefix), {
    error: 'a cluster needs a name in braces, such as {berlin}: one node must hold all keys',
    path: ['keyPrefix'],
  });

const assignmentSchema = z.object({
  /** How far from the pickup a driver may be, in metres, where the order does not say. @default 5000 */
  searchRadiusMetres: z.number().positive().max(MAX_SEARCH_RADIUS_METRES).default(5000),
  /** The most an order may ask for, in metres. @default 100000 */
  maxSearchRadiusMetres: z
    .number()
    .positive()
    .max(MAX_SEARCH_RADIUS_METRES)
    .default(MAX_SEARCH_RADIUS_METRES),
  /** Seconds of looking for a driver after which Vendure is told that an order still waits. @default 120 */
  unassignedAfterSeconds: z.number().positive().default(120),
  /**
   * Seconds before an order's ready time from which a driver is looked for; an order that is ready later is held until
   * then, as one for a store that is closed. @default 1800
   */
  leadTimeSeconds: z.number().min(0).default(1800),
  /** Seconds between attempts for an order that waits; a driver who comes free is matched at once. @default 10 */
  retrySeconds: z.number().positive().default(10),
  /**
   * Whether operators may move a delivery that is not picked up yet to another driver. Every engine on this database,
   * and the shop, must know the event `delivery.reassigned` before. @default false
   */
  reassignment: z.boolean().default(false),
});

const driversSchema = z.object({
  /**
   * Channels of a driver that the driver app registers. `none`: the driver serves no channel until an operator assigns
   * some. `all`: the driver serves the channels that the app names, or every channel if it names none. Drivers that an
   * operator creates are not affected. @default 'none'
   */
  newDriverChannels: z.enum(['all', 'none']).default('none'),
});

const proofSchema = z.object({
  /** Wrong codes at a delivery's door after which none is taken for a while. @default 5 */
  maxFailedPinAttempts: z.int().positive().default(5),
  /** Seconds from the last wrong code on until all are forgotten, unless an operator is quicker. @default 900 */
  wrongCodesLockSeconds: z.number().positive().default(900),
});

/** When a delivery that has a driver counts as stalled, and an alert is raised. */
const progressSchema = z.object({
  /** Seconds until an ASSIGNED delivery should be picked up, from the later of assignment and ready time. @default 1800 */
  notPickedUpAfterSeconds: z.number().positive().default(1800),
  /** Seconds until a PICKED_UP delivery should have ended. @default 3600 */
  notEndedAfterSeconds: z.number().positive().default(3600),
  /** Seconds without a heartbeat or location of a driver who has a delivery. @default 300 */
  driverSilentAfterSeconds: z.number().positive().default(300),
});

const heartbeatSchema = z.object({
  /** Seconds without a sign of life after which an AVAILABLE driver goes OFFLINE. @default 60 */
  ttlSeconds: z.number().positive().default(60),
});

const outboxSchema = z.object({
  /**
   * Whether this process tells Vendure of events. Where orders come in by the thousands a second, some engines can be
   * left to take them while others tell; one at least must. @default true
   */
  enabled: z.boolean().default(true),
  /**
   * Seconds that Vendure has to answer when it is told of an event by HTTP; a sink of one's own is to give up by then,
   * too. A process has a delivery's events to itself for twice as long; should it die, another takes them over then.
   * No more than 10, as the end of a process, and what is promised of its death, count on that. @default 10
   */
  timeoutSeconds: z.number().min(1).max(10).default(10),
  /**
   * Seconds before each further try to tell Vendure of an event; after the last one it is a dead letter.
   * The long tail is that of the Standard Webhooks specification.
   */
  retryDelaysSeconds: z
    .array(z.number().positive())
    .min(1)
    .default([1, 5, 15, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]),
  /** Failed tries in a row, whatever their events, after which operators are alerted. @default 10 */
  alertAfterFailures: z.int().positive().default(10),
  /** Seconds those tries must span at least: a restart of Vendure is none to be alerted to. @default 30 */
  alertAfterSeconds: z.number().min(0).default(30),
});

const reconciliationSchema = z.object({
  /**
   * Seconds between two comparisons with Vendure, which find deliveries that Vendure lost or does not know. Each
   * process that sends events compares. @default 300
   */
  everySeconds: z.number().positive().max(86_400).default(300),
});

const loggingSchema = z.object({
  /** @default 'info' */
  level: z.enum(['error', 'warn', 'info', 'debug']).default('info'),
  /** Where error.log and combined.log go; without it nothing is written to files. */
  directory: z.string().min(1).optional(),
  /**
   * Number of this process among those that log to the same directory: it goes into the names of the files, as in
   * `worker-1-combined.log`. Processes that share a file rotate each other's lines away.
   *
   * @example process.env.NODE_APP_INSTANCE
   */
  instance: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .optional(),
  /** Size at which each of the two files is rotated, in bytes. @default 20971520 */
  maxFileBytes: z.int().positive().default(20_971_520),
  /** How many files of each are kept, the current one included. @default 5 */
  maxFiles: z.int().min(2).default(5),
});

export const engineOptionsSchema = z
  .object({
    database: z.object({
      /** Connection URL of PostgreSQL 14 or later; the engine keeps to its own schemas. */
      url: z.url({ protocol: /^postgres(ql)?$/ }),
      /** Connections of this process, those for orders and the one that listens for events apart. @default 10 */
      maxConnections: z.int().min(2).default(10),
    }),
    redis: redisSchema.optional(),
    http: httpSchema.optional(),
    keys: keysSchema.optional(),
    rateLimits: rateLimitsSchema.default(() => rateLimitsSchema.parse({})),
    assignment: assignmentSchema.default(() => assignmentSchema.parse({})),
    drivers: driversSchema.default(() => driversSchema.parse({})),
    proof: proofSchema.default(() => proofSchema.parse({})),
    progress: progressSchema.default(() => progressSchema.parse({})),
    heartbeat: heartbeatSchema.default(() => heartbeatSchema.parse({})),
    relay: outboxSchema.default(() => outboxSchema.parse({})),
    reconciliation: reconciliationSchema.default(() => reconciliationSchema.parse({})),
    logging: loggingSchema.default(() => loggingSchema.parse({})),
  })
  .refine(({ http, keys }) => !http || Object.values(keys ?? {}).flat().length > 0, {
    path: ['keys'],
    error: 'an engine that listens needs keys: no request is taken without one',
  });

/** What a user writes; see each field for its unit and default. */
export type EngineOptions = z.input<typeof engineOptionsSchema>;

/** The options with every default filled in. */
export type EngineConfiguration = z.output<typeof engineOptionsSchema>;

/** Options that are wrong: where, and what. Never repeats a value. */
export class EngineOptionsError extends Error {
  constructor(readonly issues: readonly { path: string; message: string }[]) {
    const lines = issues.map(({ path, message }) => `  ${path}: ${message}`);
    super(`The engine's options are wrong:\n${lines.join('\n')}`);
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
