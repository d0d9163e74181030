import { DispatchError } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';

/** Window of the rate limits in seconds: a burst may use the limit of the whole window at once. */
const WINDOW_SECONDS = 5;

export type LimitedParty = keyof EngineConfiguration['rateLimits'];

/**
 * Rate limits per key, counted in the memory of this process, so that they don't depend on other services. Must be called
 * after the key is verified, so that unsigned requests count for no key.
 */
@Injectable()
export class RateLimiter {
  private readonly limiters: Record<LimitedParty, RateLimiterMemory | undefined>;

  constructor(@Inject(ENGINE_CONFIGURATION) { rateLimits }: EngineConfiguration) {
    this.limiters = {
      vendure: limiter(rateLimits.vendure),
      driverApp: limiter(rateLimits.driverApp),
      operator: limiter(rateLimits.operator),
    };
  }

  /**
   * Counts a request for a party's key.
   *
   * @param keyIndex index of the key in the party's list
   * @throws DispatchError `rate_limited`, with the seconds until the key may be used again
   */
  async count(party: LimitedParty, keyIndex: number): Promise<void> {
    try {
      await this.limiters[party]?.consume(keyIndex);
    } catch (refusal) {
      const { msBeforeNext } = refusal as { msBeforeNext: number };
      throw new DispatchError('rate_limited', 'Too many requests with this key', {
        retryAfterSeconds: Math.max(1, Math.ceil(msBeforeNext / 1000)),
      });
    }
  }
}

function limiter(perSecond: number): RateLimiterMemory | undefined {
  return perSecond > 0
    ? new RateLimiterMemory({ points: perSecond * WINDOW_SECONDS, duration: WINDOW_SECONDS })
    : undefined;
}
