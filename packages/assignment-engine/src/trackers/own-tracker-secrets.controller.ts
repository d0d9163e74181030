import {
  createTrackerSecretSchema,
  DRIVER_SESSION_PATH,
  type CreateTrackerSecret,
} from '@driver-dispatch/contract';
import { Controller, Delete, Get, Header, Post, UseGuards } from '@nestjs/common';
import { Session, SessionGuard } from '../driver-sessions/session.guard';
import type { CurrentSession } from '../driver-sessions/session-lookup';
import { ValidBody, ValidParam } from '../http/message.pipe';
import { secretIdSchema } from './secret-id';
import { TrackerSecretsService } from './tracker-secrets.service';

/** Tracker secrets for drivers, who set up their tracking app themselves. */
@Controller(`${DRIVER_SESSION_PATH}/tracker-secrets`)
@UseGuards(SessionGuard)
export class OwnTrackerSecretsController {
  constructor(private readonly secrets: TrackerSecretsService) {}

  @Get()
  async list(@Session() { driverId }: CurrentSession) {
    return { trackerSecrets: await this.secrets.list(driverId) };
  }

  /** The reply is the only one with the secret, which ends when the session is revoked. */
  @Post()
  @Header('cache-control', 'no-store')
  create(
    @Session() { driverId, sessionId }: CurrentSession,
    @ValidBody(createTrackerSecretSchema) message: CreateTrackerSecret,
  ) {
    return this.secrets.create(driverId, message, sessionId);
  }

  /** Revokes an own secret. Returns the remaining ones. */
  @Delete(':secretId')
  async revoke(
    @Session() { driverId }: CurrentSession,
    @ValidParam('secretId', secretIdSchema) secretId: string,
  ) {
    await this.secrets.revoke(driverId, secretId);
    return { trackerSecrets: await this.secrets.list(driverId) };
  }
}
