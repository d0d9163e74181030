import {
  createTrackerSecretSchema,
  DRIVER_SESSION_PATH,
  type CreateTrackerSecret,
} from '@driver-dispatch/contract';
import { Controller, Header, Post, UseGuards } from '@nestjs/common';
import { Session, SessionGuard } from '../driver-sessions/session.guard';
import type { CurrentSession } from '../driver-sessions/session-lookup';
import { ValidBody } from '../http/message.pipe';
import { TrackerSecretsService } from './tracker-secrets.service';

/** Tracker secrets for drivers, who set up their tracking app themselves. */
@Controller(`${DRIVER_SESSION_PATH}/tracker`)
@UseGuards(SessionGuard)
export class OwnTrackerController {
  constructor(private readonly secrets: TrackerSecretsService) {}

  /** The reply is the only one with the secret, which ends when the session is revoked. */
  @Post()
  @Header('cache-control', 'no-store')
  create(
    @Session() { driverId, sessionId }: CurrentSession,
    @ValidBody(createTrackerSecretSchema) message: CreateTrackerSecret,
  ) {
    return this.secrets.create(driverId, message, sessionId);
  }
}
