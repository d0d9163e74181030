import { DispatchError } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';

/** Window of the rate limits in seconds: a burst may use the limit of the whole window at once. */
const WINDOW_SECONDS = 5;

export type LimitedParty = keyof EngineConfiguration['rateLimits'];

/**
 * Rate limits, counted in the memory of this process, so that they don't depend on other services. Requests with a key,
 * of a driver or of a tracker must be counted after they are verified, so that other requests do not use up their limit.
 */
@Injectable()
export class RateLimiter {
  private readonly limiters: Record<LimitedParty, RateLimiterMemory | undefined>;

  constructor(@Inject(ENGINE_CONFIGURATION) { rateLimits }: EngineConfiguration) {
    this.limiters = {
      vendure: limiter(rateLimits.vendure),
      driverApp: limiter(rateLimits.driverApp),
      operator: limiter(rateLimits.operator),
      driver: limiter(rateLimits.driver),
      tracker: limiter(rateLimits.tracker),
      guesses: limiter(rateLimits.guesses),
    };
  }

  /**
   * Counts a request.
   *
   * @param of index of the key in the party's list, driver, tracker secret, or network of the client
   * @throws DispatchError `rate_limited`, with the seconds until the next request is accepted
   */
  async count(party: LimitedParty, of: number | string): Promise<void> {
    try {
      await this.limiters[party]?.consume(of);
    } catch (refusal) {
      throw limited(refusal as RateLimiterRes);
    }
  }

  /** Throws like {@link count} if the limit is used up, but counts nothing. */
  async check(party: LimitedParty, of: number | string): Promise<void> {
    const used = await this.limiters[party]?.get(of);
    if (used && used.remainingPoints <= 0) {
      throw limited(used);
    }
  }
}

function limited({ msBeforeNext }: RateLimiterRes): DispatchError {
  return new DispatchError('rate_limited', 'Too many requests', {
    retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
  });
}

function limiter(perSecond: number): RateLimiterMemory | undefined {
  return perSecond > 0
    ? new RateLimiterMemory({ points: perSecond * WINDOW_SECONDS, duration: WINDOW_SECONDS })
    : undefined;
}
