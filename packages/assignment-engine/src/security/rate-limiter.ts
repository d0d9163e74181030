import { DispatchError } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';

/** Seconds over which requests are counted: a burst may take their whole allowance at once. */
const WINDOW_SECONDS = 5;

export type LimitedParty = keyof EngineConfiguration['rateLimits'];

/**
 * Counts the requests of each key in this process's memory, so that no other part's failure can stop or open the
 * door. To be asked only once a key is verified: what nobody has signed counts against nobody.
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
   * Counts a request against a party's key.
   *
   * @param keyIndex the key's place in the party's list
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
