import { DispatchError, getNetwork, secretSchema, UnverifiedBodies } from '@driver-dispatch/contract';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { hashSecret } from '../driver-sessions/secret';
import { readBody } from '../http/json-body';
import { RateLimiter } from '../http/rate-limiter';
import { RememberedSecrets } from '../http/remembered-secrets';
import { TrackerLookup, type Tracker } from './tracker-lookup';

/** A request of a tracking app with a valid secret. */
export type TrackedRequest = FastifyRequest<{
  Params: { secret: string };
  Body: Buffer | undefined;
  Querystring: Record<string, unknown>;
}> & { tracker: Tracker };

/**
 * Requires the secret of a tracker in the path, and applies its rate limit and the one for guesses. Reads the body
 * afterwards.
 */
@Injectable()
export class TrackerGuard implements CanActivate {
  private readonly current = new RememberedSecrets();

  constructor(
    private readonly trackers: TrackerLookup,
    private readonly limiter: RateLimiter,
    private readonly bodies: UnverifiedBodies,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<TrackedRequest>();
    request.tracker = await this.identify(request.params.secret, getNetwork(request.ip));
    await this.limiter.count('tracker', request.tracker.secretId);
    await readBody(request, this.bodies);
    return true;
  }

  private async identify(secret: string, client: string): Promise<Tracker> {
    const hash = hashSecret(secret);
    if (!this.current.has(hash)) {
      await this.limiter.check('guesses', client);
    }
    const tracker = secretSchema.safeParse(secret).success ? await this.trackers.find(hash) : undefined;
    if (!tracker) {
      this.current.delete(hash);
      await this.limiter.count('guesses', client);
      throw new DispatchError('unauthorized', 'The URL contains no valid tracker secret');
    }
    this.current.add(hash);
    return tracker;
  }
}
