import { verifySignature } from '@driver-dispatch/contract';
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

/** A guard that lets a request through only when its raw body was signed with one of a party's keys. */
export function signedBy(party: 'vendure' | 'driverApp'): Type<CanActivate> {
  @Injectable()
  class SignatureGuard implements CanActivate {
    constructor(@Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration) {}

    canActivate(context: ExecutionContext): boolean {
      const { headers, rawBody } = context.switchToHttp().getRequest<RawBodyRequest<FastifyRequest>>();
      verifySignature(this.configuration.keys?.[party] ?? [], headers, rawBody ?? '');
      return true;
    }
  }
  return mixin(SignatureGuard);
}
