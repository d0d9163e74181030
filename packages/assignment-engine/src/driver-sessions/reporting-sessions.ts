import { Inject, Injectable } from '@nestjs/common';
import { LOGGER } from '../configuration/tokens';
import { PeriodicTask } from '../database/periodic-task';
import type { EngineLogger } from '../observability/create-logger';
import { SessionLookup, type CurrentSession } from './session-lookup';

/** Milliseconds between two checks of all sessions that report locations. */
const CHECK_EVERY_MS = 2_000;

/** Milliseconds after its last check until which a session is accepted without another one. */
const ACCEPTED_MS = 4_500;

/** Milliseconds after its last report until which a session is checked. */
const REPORTING_MS = 60_000;

interface ReportingSession {
  session: CurrentSession;
  checkedAt: number;
  reportedAt: number;
}

/**
 * Remembers the sessions that report locations, the most frequent request. One statement checks all of them, instead of one
 * for nearly each report. A revocation takes effect within five seconds.
 */
@Injectable()
export class ReportingSessions extends PeriodicTask {
  private readonly sessions = new Map<string, ReportingSession>();

  constructor(
    private readonly lookup: SessionLookup,
    @Inject(LOGGER) logger: EngineLogger,
  ) {
    super(logger, CHECK_EVERY_MS, 'Driver sessions could not be checked, retrying');
  }

  /** As {@link SessionLookup.find}, for a report of locations. */
  async find(tokenHash: string): Promise<CurrentSession | undefined> {
    const now = Date.now();
    const known = this.sessions.get(tokenHash);
    if (known && now - known.checkedAt < ACCEPTED_MS) {
      known.reportedAt = now;
      return known.session;
    }
    this.sessions.delete(tokenHash);
    const session = await this.lookup.find(tokenHash);
    if (session) {
      this.sessions.set(tokenHash, { session, checkedAt: now, reportedAt: now });
    }
    return session;
  }

  protected override async run(): Promise<void> {
    const now = Date.now();
    for (const [tokenHash, { reportedAt }] of this.sessions) {
      if (now - reportedAt > REPORTING_MS) {
        this.sessions.delete(tokenHash);
      }
    }
    const checked = [...this.sessions.keys()];
    if (checked.length === 0) {
      return;
    }
    const current = await this.lookup.findCurrent(checked);
    for (const [index, tokenHash] of checked.entries()) {
      const known = this.sessions.get(tokenHash);
      if (!current[index]) {
        this.sessions.delete(tokenHash);
      } else if (known) {
        known.checkedAt = now;
      }
    }
  }
}
