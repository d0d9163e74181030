import { verifyMessage } from '@driver-dispatch/contract';
import {
  Inject,
  Injectable,
  mixin,
  type CanActivate,
  type ExecutionContext,
  type RawBodyRequest,
  type Type,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { RateLimiter } from './rate-limiter';

/**
 * A guard that lets a request through only when its raw body was signed with one of a party's keys, and that key is
 * not used too often.
 */
export function signedBy(party: 'vendure' | 'driverApp'): Type<CanActivate> {
  @Injectable()
  class SignatureGuard implements CanActivate {
    constructor(
      @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
      private readonly limiter: RateLimiter,
    ) {}

    async canActivate(context: ExecutionContext): Promise<boolean> {
      const { headers, rawBody } = context.switchToHttp().getRequest<RawBodyRequest<FastifyRequest>>();
      const { keyIndex } = verifyMessage(this.configuration.keys?.[party] ?? [], headers, rawBody ?? '');
      await this.limiter.count(party, keyIndex);
      return true;
    }
  }
  return mixin(SignatureGuard);
}
