import { createHash, timingSafeEqual } from 'node:crypto';
import { DispatchError } from '@driver-dispatch/contract';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { RateLimiter } from './rate-limiter';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Lets a request through that bears an operator's key as `Authorization: Bearer`, unless that key is used too often. */
@Injectable()
export class OperatorGuard implements CanActivate {
  private readonly digests: Buffer[];

  constructor(
    @Inject(ENGINE_CONFIGURATION) { keys }: EngineConfiguration,
    private readonly limiter: RateLimiter,
  ) {
    this.digests = (keys?.operator ?? []).map(digest);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const token = digest(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '');
    // Every key is compared, so that the time taken does not tell which one matched.
    const keyIndex = this.digests.map((known) => timingSafeEqual(known, token)).indexOf(true);
    if (keyIndex === -1) {
      throw new DispatchError('unauthorized', "An operator's key is needed: Authorization: Bearer <key>");
    }
    await this.limiter.count('operator', keyIndex);
    return true;
  }
}
