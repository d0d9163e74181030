import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import type { EngineLogger } from '../logging/create-logger';
import { describeError } from '../logging/describe-error';
import { EventRelay } from './event-relay';
import { leaseSeconds, type LeasedEvent } from './outstanding-events.service';
import { FIRST_TELLINGS_AT_A_TIME, RelaysUnderWay } from './relays-under-way';

/** Events that wait here at the most; with so many, the job queue takes the next ones. */
export const WAITING_AT_MOST = 256;

/** What part of a lease may have passed when its event's turn comes: the telling must end before the lease does. */
const TOO_OLD = 0.25;

/**
 * Tells Vendure of events right after they were written, by the process that wrote them and under a lease that was
 * written with them: no job is made, taken and ended for what goes well. What does not, and what there is no room for,
 * is the job queue's; should this process die, another finds the events when their leases are over.
 */
@Injectable()
export class FirstTellings implements OnApplicationShutdown {
  private readonly waiting: { event: LeasedEvent; since: number }[] = [];
  private readonly tellers = new Set<Promise<void>>();
  private stopping = false;

  constructor(
    private readonly relay: EventRelay,
    private readonly underWay: RelaysUnderWay,
    @Inject(LOGGER) private readonly logger: EngineLogger,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** Seconds of the lease for so many events that are about to be written; null when there is no room for them. */
  leaseFor(events: number): number | null {
    const room =
      this.configuration.relay.enabled &&
      !this.stopping &&
      !this.underWay.full &&
      this.waiting.length + events <= WAITING_AT_MOST;
    return room ? leaseSeconds(this.configuration) : null;
  }

  /** @param events first ones of their deliveries, committed under the lease */
  tell(events: readonly LeasedEvent[]): void {
    const since = performance.now();
    for (const event of events) {
      this.waiting.push({ event, since });
      if (this.tellers.size < FIRST_TELLINGS_AT_A_TIME) {
        const teller = this.tellWaiting().finally(() => this.tellers.delete(teller));
        this.tellers.add(teller);
      }
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.tellers);
  }

  private async tellWaiting(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      const { event, since } = next;
      const late = (error: unknown) => this.noteFailure(event, error);
      const telling =
        this.stopping || performance.now() - since > TOO_OLD * leaseSeconds(this.configuration) * 1_000
          ? this.relay.passOn(event)
          : this.relay.relay(event.deliveryId, event);
      await this.underWay.keepPlace(telling, late).catch(late);
    }
  }

  private noteFailure({ deliveryId, submissionKey }: LeasedEvent, error: unknown): void {
    // The lease ends, and the sweep finds what is overdue.
    this.logger.warn('An event was not told at once', {
      ...{ submissionKey, deliveryId },
      error: describeError(error),
    });
  }
}
