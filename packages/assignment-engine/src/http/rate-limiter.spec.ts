import {
  generateSigningKey,
  signMessage,
  UnverifiedBodies,
  type DispatchError,
} from '@driver-dispatch/contract';
import type { ExecutionContext } from '@nestjs/common';
import { readEngineOptions } from '../configuration/engine-options';
import { OperatorGuard } from './operator.guard';
import { RateLimiter } from './rate-limiter';
import { signedBy } from './signature.guard';

const WINDOW_SECONDS = 5;

const keys = {
  vendure: [generateSigningKey(), generateSigningKey()],
  driverApp: [generateSigningKey(), generateSigningKey()],
  operator: ['the-first-key-of-an-operator', 'the-second-key-of-an-operator'],
  webhook: [generateSigningKey()],
};

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** The guards of an engine, as functions that check a request with a key. */
function guards(perSecond: number) {
  const configuration = readEngineOptions({
    database: { url: 'postgres://localhost/engine' },
    keys,
    rateLimits: { vendure: perSecond, driverApp: perSecond, operator: perSecond },
  });
  const limiter = new RateLimiter(configuration);
  const bodies = new UnverifiedBodies({ maxBodyBytes: 0, maxTotalBytes: 0 });
  const check = (guard: { canActivate(context: ExecutionContext): unknown }, headers: object) =>
    guard.canActivate({
      switchToHttp: () => ({ getRequest: () => ({ headers }) }),
    } as ExecutionContext) as Promise<boolean>;
  const signed = (party: 'vendure' | 'driverApp') => {
    const guard = new (signedBy(party) as new (...parts: unknown[]) => never)(configuration, limiter, bodies);
    return (key: string) => check(guard, signMessage([key], 'msg_1', ''));
  };
  const operator = new OperatorGuard(configuration, limiter, bodies);
  return {
    vendure: signed('vendure'),
    driverApp: signed('driverApp'),
    operator: (key: string) => check(operator, { authorization: `Bearer ${key}` }),
  };
}

const getRefusal = (work: Promise<unknown>): Promise<DispatchError> =>
  work.then(
    () => Promise.reject(new Error('The request was accepted')),
    (error) => error,
  );

describe.each(['vendure', 'driverApp', 'operator'] as const)('the rate limit of %s', (party) => {
  it('accepts a burst and refuses further requests until the window has passed', async () => {
    const check = guards(3)[party];
    for (let i = 0; i < 3 * WINDOW_SECONDS; i++) {
      await expect(check(keys[party][0])).resolves.toBe(true);
    }
    expect(await getRefusal(check(keys[party][0]))).toMatchObject({
      code: 'rate_limited',
      status: 429,
      retryable: true,
      retryAfterSeconds: WINDOW_SECONDS,
    });
    jest.advanceTimersByTime(WINDOW_SECONDS * 1_000 - 10);
    expect((await getRefusal(check(keys[party][0]))).retryAfterSeconds).toBe(1);
    jest.advanceTimersByTime(10);
    await expect(check(keys[party][0])).resolves.toBe(true);
  });

  it('applies to each key separately', async () => {
    const check = guards(1)[party];
    for (let i = 0; i < WINDOW_SECONDS; i++) {
      await check(keys[party][1]);
    }
    expect((await getRefusal(check(keys[party][1]))).code).toBe('rate_limited');
    await expect(check(keys[party][0])).resolves.toBe(true);
  });

  it('does not count requests with a wrong key', async () => {
    const check = guards(1)[party];
    const wrong = party === 'operator' ? 'a-wrong-operator-key-of-some-length' : generateSigningKey();
    for (let i = 0; i < 10 * WINDOW_SECONDS; i++) {
      expect((await getRefusal(check(wrong))).status).toBe(401);
    }
    await expect(check(keys[party][0])).resolves.toBe(true);
  });

  it('is disabled by 0', async () => {
    const check = guards(0)[party];
    for (let i = 0; i < 10 * WINDOW_SECONDS; i++) {
      await expect(check(keys[party][0])).resolves.toBe(true);
    }
  });
});
