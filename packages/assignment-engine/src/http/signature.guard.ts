import { requireSignatureHeaders, UnverifiedBodies, verifyMessage } from '@driver-dispatch/contract';
import {
  Inject,
  Injectable,
  mixin,
  type CanActivate,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { readBody } from './json-body';
import { RateLimiter } from './rate-limiter';
import { requireKeys } from './require-keys';

/**
 * Returns a guard that requires a signature of the body with one of a party's keys, and applies the key's rate limit.
 * Without a configured key the route answers with 404.
 */
export function signedBy(party: 'vendure' | 'driverApp'): Type<CanActivate> {
  @Injectable()
  class SignatureGuard implements CanActivate {
    constructor(
      @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
      private readonly limiter: RateLimiter,
      private readonly bodies: UnverifiedBodies,
    ) {}

    async canActivate(context: ExecutionContext): Promise<boolean> {
      const request = context.switchToHttp().getRequest<FastifyRequest>();
      const keys = requireKeys(this.configuration.keys?.[party]);
      requireSignatureHeaders(request.headers);
      const body = await readBody(request, this.bodies);
      const { keyIndex } = verifyMessage(keys, request.headers, body ?? '');
      await this.limiter.count(party, keyIndex);
      return true;
    }
  }
  return mixin(SignatureGuard);
}
