import { DispatchError, DRIVER_SESSION_PATH, getNetwork, UnverifiedBodies } from '@driver-dispatch/contract';
import { createParamDecorator, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { readBody } from '../http/json-body';
import { RateLimiter } from '../http/rate-limiter';
import { ReportingSessions } from './reporting-sessions';
import { hashSecret } from './secret';
import { SessionLookup, type CurrentSession } from './session-lookup';

/** URL of the most frequent request. */
const LOCATIONS_URL = `${DRIVER_SESSION_PATH}/locations`;

/** A request of a driver's session. Its body are the received bytes. */
export type SessionRequest = FastifyRequest<{ Body: Buffer | undefined }> & { driverSession: CurrentSession };

/** Requires the token of a session as `Authorization: Bearer`, and applies the driver's rate limit. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionLookup,
    private readonly reporting: ReportingSessions,
    private readonly limiter: RateLimiter,
    private readonly bodies: UnverifiedBodies,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<SessionRequest>();
    request.driverSession = await this.authenticate(request);
    await this.limiter.count('driver', request.driverSession.driverId);
    await readBody(request, this.bodies);
    return true;
  }

  private async authenticate({ headers, ip, url }: FastifyRequest): Promise<CurrentSession> {
    const token = /^Bearer ([\w-]{43})$/.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) {
      throw new DispatchError('unauthorized', 'A session token is required: Authorization: Bearer <token>');
    }
    const [hash, client] = [hashSecret(token), getNetwork(ip)];
    if (!this.sessions.wasCurrent(hash)) {
      await this.limiter.check('guesses', client);
    }
    const session = await (url === LOCATIONS_URL ? this.reporting : this.sessions).find(hash);
    if (!session) {
      await this.limiter.count('guesses', client);
      throw new DispatchError('unauthorized', 'The session token is unknown', {
        details: { reason: 'unknown' },
      });
    }
    return session;
  }
}

/** The session of a request that {@link SessionGuard} has admitted. */
export const Session = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<SessionRequest>().driverSession,
);
