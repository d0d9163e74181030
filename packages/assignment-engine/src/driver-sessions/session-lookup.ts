import { DispatchError, NaturalBatches } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { StatementRunner } from '../database/statement-runner';
import { RememberedSecrets } from '../http/remembered-secrets';
import { idleSeconds } from './session-columns';

/** The session of a request. */
export interface CurrentSession {
  sessionId: string;
  driverId: string;
}

type Row = CurrentSession & { tokenHash: string; ended: 'revoked' | 'expired' | 'deactivated' | null };

/**
 * Finds the session of a token in PostgreSQL, together with the requests that arrive meanwhile, so that a revocation takes
 * effect at once.
 */
@Injectable()
export class SessionLookup {
  private readonly batches = new NaturalBatches<string, Row | undefined>((hashes) => this.read(hashes));
  private readonly current = new RememberedSecrets();

  constructor(
    private readonly statements: StatementRunner,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /**
   * @returns undefined for an unknown token
   * @throws DispatchError `unauthorized` with the reason if the session has ended
   */
  async find(tokenHash: string): Promise<CurrentSession | undefined> {
    const row = await this.batches.add(tokenHash);
    if (!row || row.ended) {
      this.current.delete(tokenHash);
    }
    if (row?.ended) {
      throw new DispatchError('unauthorized', `The session has ended (${row.ended})`, {
        details: { reason: row.ended },
      });
    }
    if (row) {
      this.current.add(tokenHash);
    }
    return row;
  }

  /** @returns for each token the session; undefined if it is unknown or has ended */
  async findCurrent(tokenHashes: string[]): Promise<(CurrentSession | undefined)[]> {
    return (await this.read(tokenHashes)).map((row) => (row?.ended ? undefined : row));
  }

  /** Whether this process has found a current session of the token. */
  wasCurrent(tokenHash: string): boolean {
    return this.current.has(tokenHash);
  }

  private async read(hashes: string[]): Promise<(Row | undefined)[]> {
    const rows = await this.statements.run<Row>('driver-sessions/find-sessions.sql', [
      [...new Set(hashes)],
      idleSeconds(this.configuration),
    ]);
    const byToken = new Map(rows.map((row) => [row.tokenHash, row]));
    return hashes.map((hash) => byToken.get(hash));
  }
}
