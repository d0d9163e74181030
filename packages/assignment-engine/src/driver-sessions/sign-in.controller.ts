import {
  DispatchError,
  DRIVER_SESSION_PATH,
  getNetwork,
  parseMessage,
  signInSchema,
  UnverifiedBodies,
} from '@driver-dispatch/contract';
import { Controller, Header, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { parseJson, readBody } from '../http/json-body';
import { RateLimiter } from '../http/rate-limiter';
import { DriverSessionsService } from './driver-sessions.service';

/** Maximum size of a sign-in, in bytes: it is parsed before the driver is known. */
const MAX_SIGN_IN_BYTES = 4_096;

/** Signs a driver in with an invitation. The only request of a driver without a session. */
@Controller(DRIVER_SESSION_PATH)
export class SignInController {
  constructor(
    private readonly sessions: DriverSessionsService,
    private readonly limiter: RateLimiter,
    private readonly bodies: UnverifiedBodies,
  ) {}

  @Post('sessions')
  @Header('cache-control', 'no-store')
  async signIn(@Req() request: FastifyRequest) {
    const client = getNetwork(request.ip);
    await this.limiter.check('guesses', client);
    const body = (await readBody(request, this.bodies)) ?? Buffer.alloc(0);
    if (body.length > MAX_SIGN_IN_BYTES) {
      throw new DispatchError('payload_too_large', `The body is larger than ${MAX_SIGN_IN_BYTES} bytes`);
    }
    const message = parseMessage(signInSchema, parseJson(body));
    try {
      return await this.sessions.signIn(message);
    } catch (error) {
      if (error instanceof DispatchError && error.code === 'unauthorized') {
        await this.limiter.count('guesses', client);
      }
      throw error;
    }
  }
}
