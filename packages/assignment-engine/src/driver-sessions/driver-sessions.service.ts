import {
  DispatchError,
  type CreateSession,
  type DriverInvitation,
  type DriverSession,
  type SignIn,
  type SignInReply,
} from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import { inactiveDriver, requireDriver } from '../drivers/require-driver';
import type { EngineLogger } from '../observability/create-logger';
import { hashSecret, newSecret } from './secret';
import { idleSeconds, toSession, type SessionColumns } from './session-columns';

const CREATE_INVITATION = sql('driver-sessions/create-invitation.sql');
const USE_INVITATION = sql('driver-sessions/use-invitation.sql');
const CREATE_SESSION = sql('driver-sessions/create-session.sql');
const LIST_SESSIONS = sql('driver-sessions/list-sessions.sql');
const REVOKE_SESSIONS = sql('driver-sessions/revoke-sessions.sql');

const INVITATION_SECONDS = 24 * 60 * 60;

/** Invites drivers, signs them in and out. Returned secrets are not stored, and never logged. */
@Injectable()
export class DriverSessionsService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /** As the contract's `EngineOperator.inviteDriver`. */
  async invite(driverId: string): Promise<DriverInvitation> {
    const invitation = newSecret();
    const [created] = await this.dataSource.query<{ expiresAt: Date }[]>(CREATE_INVITATION, [
      driverId,
      hashSecret(invitation),
      INVITATION_SECONDS,
    ]);
    if (!created) {
      throw await inactiveDriver(this.dataSource, driverId);
    }
    this.logger.info('Driver invited', { driverId });
    return { invitation, link: this.link(invitation), expiresAt: created.expiresAt.toISOString() };
  }

  /**
   * Signs a driver in with an invitation.
   *
   * @throws DispatchError `unauthorized` for an unknown, used or expired invitation, `driver_inactive`
   */
  async signIn({ invitation, deviceName }: SignIn): Promise<SignInReply> {
    return this.dataSource.transaction(async (manager) => {
      const [[used]] = await manager.query<[{ driverId: string }[], number]>(USE_INVITATION, [
        hashSecret(invitation),
      ]);
      if (!used) {
        throw new DispatchError('unauthorized', 'The invitation is unknown, used or expired');
      }
      return this.create({ driverId: used.driverId, deviceName }, manager);
    });
  }

  /**
   * Signs a driver in.
   *
   * @throws DispatchError `not_found`, `driver_inactive`
   */
  async create(
    { driverId, deviceName }: Pick<CreateSession, 'driverId' | 'deviceName'>,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<SignInReply> {
    const token = newSecret();
    const [created] = await manager.query<SessionColumns[]>(CREATE_SESSION, [
      driverId,
      hashSecret(token),
      deviceName,
      idleSeconds(this.configuration),
    ]);
    if (!created) {
      throw await inactiveDriver(this.dataSource, driverId);
    }
    this.logger.info('Driver signed in', { driverId, sessionId: created.sessionId });
    return { token, driverId, session: toSession(created) };
  }

  /** As the contract's `EngineOperator.driverSessions`. */
  async list(driverId: string): Promise<DriverSession[]> {
    await requireDriver(this.dataSource, driverId);
    const rows = await this.dataSource.query<SessionColumns[]>(LIST_SESSIONS, [driverId]);
    return rows.map(toSession);
  }

  /** Signs a driver out on one device. Idempotent. */
  async revoke(driverId: string, sessionId: string): Promise<void> {
    await this.end(driverId, sessionId);
  }

  /** Signs a driver out on all devices and deletes unused invitations. Idempotent. */
  async revokeAll(driverId: string): Promise<void> {
    await requireDriver(this.dataSource, driverId);
    // Waits for a sign-in that is using an invitation, so that its session is revoked too.
    await this.dataSource.query('DELETE FROM driver_dispatch.driver_invitations WHERE driver_id = $1', [
      driverId,
    ]);
    await this.end(driverId, null);
  }

  private async end(driverId: string, sessionId: string | null): Promise<void> {
    const revoked = await this.dataSource.query<{ id: string }[]>(REVOKE_SESSIONS, [driverId, sessionId]);
    for (const { id } of revoked) {
      this.logger.info('Driver session revoked', { driverId, sessionId: id });
    }
  }

  private link(invitation: string): string | null {
    const url = this.configuration.http?.publicUrl;
    return url === undefined ? null : `${url.replace(/\/$/, '')}/driver/#invitation=${invitation}`;
  }
}
