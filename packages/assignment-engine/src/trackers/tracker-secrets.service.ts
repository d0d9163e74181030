import type { CreateTrackerSecret, NewTrackerSecret } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import { inactiveDriver, requireDriver } from '../drivers/require-driver';
import { hashSecret, newSecret } from '../driver-sessions/secret';
import type { EngineLogger } from '../observability/create-logger';
import { getSetupLinks, type SetupLinks } from './setup-links';

const CREATE = sql('trackers/create-tracker-secret.sql');

/** Maximum number of secrets of a driver: more phones than a driver uses. */
const MAX_SECRETS_PER_DRIVER = 5;

/** A row of the contract's `TrackerSecret`. */
export interface SecretRow {
  secretId: string;
  label: string | null;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** Creates, lists and revokes the secrets of tracking apps. Returned secrets are not stored, and never logged. */
@Injectable()
export class TrackerSecretsService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /**
   * As the contract's `EngineOperator.createTrackerSecret`.
   *
   * @param sessionId session of the driver who creates it; the secret ends when the session is revoked
   * @throws DispatchError `not_found`, `driver_inactive`
   */
  async create(
    driverId: string,
    { label }: CreateTrackerSecret,
    sessionId?: string,
  ): Promise<SecretRow & SetupLinks & Pick<NewTrackerSecret, 'secret'>> {
    const secret = newSecret();
    const [created] = await this.dataSource.query<SecretRow[]>(CREATE, [
      driverId,
      hashSecret(secret),
      label ?? null,
      MAX_SECRETS_PER_DRIVER,
      sessionId ?? null,
    ]);
    if (!created) {
      throw await inactiveDriver(this.dataSource, driverId);
    }
    this.logger.info('Tracker secret created', { driverId, secretId: created.secretId });
    return { ...created, secret, ...getSetupLinks(this.configuration.http?.publicUrl, secret) };
  }

  /** As the contract's `EngineOperator.trackerSecrets`. */
  async list(driverId: string): Promise<SecretRow[]> {
    await requireDriver(this.dataSource, driverId);
    return this.dataSource.query<SecretRow[]>(
      `SELECT id AS "secretId", label, created_at AS "createdAt", last_used_at AS "lastUsedAt"
       FROM driver_dispatch.current_tracker_secrets WHERE driver_id = $1 ORDER BY created_at DESC, id`,
      [driverId],
    );
  }

  /** Revokes a secret. Idempotent. */
  async revoke(driverId: string, secretId: string): Promise<void> {
    const [, revoked] = await this.dataSource.query<[unknown, number]>(
      `DELETE FROM driver_dispatch.tracker_secrets WHERE id = $1 AND driver_id = $2`,
      [secretId, driverId],
    );
    if (revoked > 0) {
      this.logger.info('Tracker secret revoked', { driverId, secretId });
    }
  }
}
