import { generateSigningKey } from '@driver-dispatch/contract';
import { readEnvironment } from './environment';

const valid = () => ({
  DATABASE_URL: 'postgres://me:secret-password@localhost/engine',
  WEBHOOK_URL: 'https://shop.example.com/driver-dispatch/events',
  VENDURE_KEYS: generateSigningKey(),
  DRIVER_APP_KEYS: generateSigningKey(),
  OPERATOR_KEYS: 'an-operator-key-of-some-length',
  METRICS_KEYS: 'a-metrics-key-of-some-length',
  WEBHOOK_KEYS: generateSigningKey(),
});

function getError(env: NodeJS.ProcessEnv): string {
  try {
    readEnvironment(env);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('The environment was accepted');
}

describe('readEnvironment', () => {
  it('sets every default', () => {
    expect(readEnvironment(valid())).toMatchObject({
      http: { host: '0.0.0.0', port: 3300, trustProxy: false, corsOrigins: [] },
      redis: undefined,
      assignment: { searchRadiusMetres: 5000, maxSearchRadiusMetres: 100_000, unassignedAfterSeconds: 120 },
      rateLimits: { vendure: 2_000, driverApp: 5_000, operator: 100, driver: 20, tracker: 10, guesses: 1 },
      proof: { maxFailedPinAttempts: 5, failedPinAttemptsLockSeconds: 900, imageKeys: [] },
      driverSessions: { idleDays: 30 },
      drivers: { newDriverChannels: 'none' },
      driverApp: { enabled: true },
      heartbeat: { ttlSeconds: 60 },
      outbox: { timeoutSeconds: 10, alertAfterFailures: 10, alertAfterSeconds: 30 },
      logging: { level: 'info' },
      webhookUrl: 'https://shop.example.com/driver-dispatch/events',
    });
  });

  it('reads lists and numbers, and treats an empty variable as unset', () => {
    const [first, second] = [generateSigningKey(), generateSigningKey()];
    const configuration = readEnvironment({
      ...valid(),
      VENDURE_KEYS: `${first}, ${second},`,
      REDIS_URL: 'redis://localhost',
      REDIS_KEY_PREFIX: '{berlin}:',
      PORT: '4000',
      VENDURE_RATE_LIMIT: '0',
      DRIVER_APP_RATE_LIMIT: '7',
      OPERATOR_RATE_LIMIT: '8',
      DRIVER_RATE_LIMIT: '9',
      TRACKER_RATE_LIMIT: '3',
      GUESS_RATE_LIMIT: '2',
      DRIVER_SESSION_IDLE_DAYS: '0.5',
      PUBLIC_URL: 'https://dispatch.example.com',
      PROOF_IMAGE_URL: 'https://shop.example.com/driver-dispatch/proof-images',
      PROOF_IMAGE_KEYS: first,
      DRIVER_APP: 'false',
      DRIVER_APP_MAP_TILES: '{"url":"https://tiles.example.com/{z}/{x}/{y}.png"}',
      DRIVER_APP_DEMO: '{"stores":[{"name":"Bakery","point":{"lat":52.5,"lon":13.4}}]}',
      HEARTBEAT_TTL_SECONDS: '',
      WEBHOOK_TIMEOUT_SECONDS: '2',
      ALERT_AFTER_FAILURES: '3',
      ALERT_AFTER_SECONDS: '4',
      RECONCILE_EVERY_SECONDS: '60',
      RETENTION_DAYS: '365',
      REASSIGNMENT: 'true',
      REASSIGN_NO_SHOWS: 'true',
      NO_SHOW_AFTER_SECONDS: '90',
      ASSIGNMENT_MODE: 'offer',
      ASSIGNMENT_CHANNEL_MODES: '{"2":"direct"}',
      OFFER_SECONDS: '30',
      OFFER_REPEAT_AFTER_SECONDS: '60',
      MAX_OFFERS: '2',
      MAX_OFFERS_SECONDS: '120',
      WHEN_OFFERS_EXHAUSTED: 'assign',
      NEW_DRIVER_CHANNELS: 'all',
      MAX_FAILED_PIN_ATTEMPTS: '3',
      FAILED_PIN_ATTEMPTS_LOCK_SECONDS: '60',
      NODE_APP_INSTANCE: '0',
    });
    expect(configuration.keys!.vendure).toEqual([first, second]);
    expect(configuration.logging.instance).toBe('0');
    expect(configuration.redis).toMatchObject({ url: 'redis://localhost', keyPrefix: '{berlin}:' });
    expect(configuration.http!.port).toBe(4000);
    expect(configuration.rateLimits).toEqual({
      vendure: 0,
      driverApp: 7,
      operator: 8,
      driver: 9,
      tracker: 3,
      guesses: 2,
    });
    expect(configuration.driverSessions.idleDays).toBe(0.5);
    expect(configuration.retention.days).toBe(365);
    expect(configuration.http!.publicUrl).toBe('https://dispatch.example.com');
    expect(configuration.heartbeat.ttlSeconds).toBe(60);
    expect(configuration.proof).toEqual({
      maxFailedPinAttempts: 3,
      failedPinAttemptsLockSeconds: 60,
      imageUrl: 'https://shop.example.com/driver-dispatch/proof-images',
      imageKeys: [first],
    });
    expect(configuration.driverApp).toEqual({
      enabled: false,
      mapTiles: { url: 'https://tiles.example.com/{z}/{x}/{y}.png' },
      demo: { stores: [{ name: 'Bakery', point: { lat: 52.5, lon: 13.4 } }] },
    });
    expect(configuration.assignment).toMatchObject({
      reassignment: true,
      reassignNoShows: true,
      mode: 'offer',
      channelModes: { '2': 'direct' },
    });
    expect(configuration.offers).toEqual({
      seconds: 30,
      repeatAfterSeconds: 60,
      maxOffers: 2,
      maxSeconds: 120,
      whenExhausted: 'assign',
    });
    expect(configuration.progress.noShowAfterSeconds).toBe(90);
    expect(configuration.drivers.newDriverChannels).toBe('all');
    expect(configuration.outbox).toMatchObject({
      timeoutSeconds: 2,
      alertAfterFailures: 3,
      alertAfterSeconds: 4,
    });
  });

  it.each([
    ['true', true],
    ['false', false],
    ['2', 2],
    ['10.0.0.0/8, fd00::/8, 192.0.2.1, loopback', ['10.0.0.0/8', 'fd00::/8', '192.0.2.1', 'loopback']],
  ])('reads the trusted proxies %s', (value, trusted) => {
    expect(readEnvironment({ ...valid(), TRUST_PROXY: value }).http!.trustProxy).toEqual(trusted);
  });

  it('names every missing variable', () => {
    expect(getError({})).toMatch(/DATABASE_URL: is missing[^]*WEBHOOK_URL: is missing/);
    const { VENDURE_KEYS, ...rest } = valid();
    expect(VENDURE_KEYS).toBeDefined();
    expect(getError(rest)).toContain('VENDURE_KEYS');
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', 'many'],
    ['TRUST_PROXY', '-1'],
    ['TRUST_PROXY', 'yes'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.1, '],
    ['REDIS_URL', 'http://localhost'],
    ['DATABASE_URL', 'mysql://localhost'],
    ['SEARCH_RADIUS_METRES', '200000'],
    ['HEARTBEAT_TTL_SECONDS', '-1'],
    ['WEBHOOK_TIMEOUT_SECONDS', '11'],
    ['ALERT_AFTER_FAILURES', '0'],
    ['ALERT_AFTER_SECONDS', '-1'],
    ['RECONCILE_EVERY_SECONDS', '0'],
    ['RETENTION_DAYS', '0'],
    ['OPERATOR_RATE_LIMIT', '-1'],
    ['PUBLIC_URL', 'dispatch.example.com'],
    ['DRIVER_SESSION_IDLE_DAYS', '0'],
    ['PROOF_IMAGE_URL', 'https://shop.example.com'],
    ['DRIVER_APP_MAP_TILES', '{"url":"https://tiles.example.com"}'],
    ['DRIVER_APP_DEMO', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['OUTBOX_ENABLED', 'yes'],
    ['REASSIGNMENT', '1'],
    ['NEW_DRIVER_CHANNELS', 'some'],
    ['MAX_FAILED_PIN_ATTEMPTS', '0'],
    ['FAILED_PIN_ATTEMPTS_LOCK_SECONDS', '0'],
    ['OPERATOR_KEYS', 'short'],
    ['METRICS_KEYS', 'short'],
    ['WEBHOOK_KEYS', 'whsec_c2hvcnQ='],
    ['WEBHOOK_URL', 'ftp://shop'],
  ])('names %s with the invalid value %s, without repeating values', (variable, value) => {
    const message = getError({ ...valid(), [variable]: value });
    expect(message).toContain(`${variable}:`);
    expect(message).not.toContain('secret-password');
    expect(message).not.toContain('whsec_c2hvcnQ');
  });

  it('reads cluster nodes, and refuses them with REDIS_URL or without a hash tag in the prefix', () => {
    const cluster = { ...valid(), REDIS_CLUSTER_URLS: 'redis://a:7000, redis://b:7000' };
    expect(readEnvironment({ ...cluster, REDIS_KEY_PREFIX: '{berlin}:' }).redis).toMatchObject({
      clusterUrls: ['redis://a:7000', 'redis://b:7000'],
      keyPrefix: '{berlin}:',
    });
    expect(getError(cluster)).toContain('REDIS_KEY_PREFIX:');
    expect(getError({ ...cluster, REDIS_KEY_PREFIX: 'berlin:' })).toContain('REDIS_KEY_PREFIX:');
    const both = { ...cluster, REDIS_URL: 'redis://a', REDIS_KEY_PREFIX: '{berlin}:' };
    expect(getError(both)).toContain('REDIS_URL:');
  });

  it('refuses a key used for two purposes, without repeating it', () => {
    const key = generateSigningKey();
    const message = getError({ ...valid(), VENDURE_KEYS: key, WEBHOOK_KEYS: key });
    expect(message).toMatch(/one purpose only/);
    expect(message).not.toContain(key);
  });
});
