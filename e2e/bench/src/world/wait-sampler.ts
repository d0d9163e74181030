import type { Pool } from 'pg';

const LOOK_EVERY_MS = 50;
const SHOWN = 4;

/** Looks again and again at what a database's sessions wait for: where the time goes that is nobody's CPU time. */
export class WaitSampler {
  private readonly seen = new Map<string, number>();
  private looks = 0;
  private looking: Promise<void> | undefined;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly database: Pool) {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
    }, LOOK_EVERY_MS);
  }

  /** @returns such as `WALSync 1.3, running 0.9`: sessions that were at it, on average */
  async stop(): Promise<string> {
    clearInterval(this.timer);
    await this.looking;
    return [...this.seen]
      .sort(([, a], [, b]) => b - a)
      .slice(0, SHOWN)
      .map(([wait, sessions]) => `${wait} ${(sessions / this.looks).toFixed(1)}`)
      .join(', ');
  }

  private async look(): Promise<void> {
    const { rows } = await this.database.query<{ wait: string; sessions: number }>(
      `SELECT coalesce(wait_event_type || ' ' || wait_event, 'running') AS wait, count(*)::int AS sessions
       FROM pg_stat_activity
       WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() GROUP BY 1`,
    );
    this.looks++;
    rows.forEach(({ wait, sessions }) => this.seen.set(wait, (this.seen.get(wait) ?? 0) + sessions));
  }
}
