import { createHash, timingSafeEqual } from 'node:crypto';
import { DispatchError, UnverifiedBodies } from '@driver-dispatch/contract';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { readBody } from './json-body';
import { RateLimiter } from './rate-limiter';
import { requireKeys } from './require-keys';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Requires an operator's key as `Authorization: Bearer`, and applies the key's rate limit. */
@Injectable()
export class OperatorGuard implements CanActivate {
  private readonly digests: Buffer[];

  constructor(
    @Inject(ENGINE_CONFIGURATION) { keys }: EngineConfiguration,
    private readonly limiter: RateLimiter,
    private readonly bodies: UnverifiedBodies,
  ) {
    this.digests = this.accepted(keys).map(digest);
  }

  protected accepted(keys: EngineConfiguration['keys']): string[] {
    return keys?.operator ?? [];
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const digests = requireKeys(this.digests);
    const token = digest(/^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    // Compares all keys, so that the duration does not reveal which one matched.
    const keyIndex = digests.map((known) => timingSafeEqual(known, token)).indexOf(true);
    if (keyIndex === -1) {
      throw new DispatchError('unauthorized', "An operator's key is required: Authorization: Bearer <key>");
    }
    await this.limiter.count('operator', keyIndex);
    await readBody(request, this.bodies);
    return true;
  }
}

/** Like {@link OperatorGuard}, but also accepts a key of `keys.metrics`. */
@Injectable()
export class MetricsGuard extends OperatorGuard {
  protected override accepted(keys: EngineConfiguration['keys']): string[] {
    return [...super.accepted(keys), ...(keys?.metrics ?? [])];
  }
}
