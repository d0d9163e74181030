import { createHash, timingSafeEqual } from 'node:crypto';
import { DispatchError } from '@driver-dispatch/contract';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Lets a request through that bears an operator's key as `Authorization: Bearer`. */
@Injectable()
export class OperatorGuard implements CanActivate {
  private readonly digests: Buffer[];

  constructor(@Inject(ENGINE_CONFIGURATION) { keys }: EngineConfiguration) {
    this.digests = (keys?.operator ?? []).map(digest);
  }

  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const token = digest(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '');
    // Every key is compared, so that the time taken does not tell which one matched.
    const matching = this.digests.filter((known) => timingSafeEqual(known, token));
    if (matching.length === 0) {
      throw new DispatchError('unauthorized', "An operator's key is needed: Authorization: Bearer <key>");
    }
    return true;
  }
}
