import { createTrackerSecretSchema, idSchema, type CreateTrackerSecret } from '@driver-dispatch/contract';
import { Controller, Delete, Get, Header, Post, UseGuards } from '@nestjs/common';
import { ValidBody, ValidParam } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { secretIdSchema } from './secret-id';
import { TrackerSecretsService } from './tracker-secrets.service';

/** Tracker secrets of a driver, for operators. */
@Controller('/v1/drivers/:id/tracker-secrets')
@UseGuards(OperatorGuard)
export class TrackerSecretsController {
  constructor(private readonly secrets: TrackerSecretsService) {}

  @Get()
  async list(@ValidParam('id', idSchema) driverId: string) {
    return { trackerSecrets: await this.secrets.list(driverId) };
  }

  /** The reply is the only one with the secret. */
  @Post()
  @Header('cache-control', 'no-store')
  create(
    @ValidParam('id', idSchema) driverId: string,
    @ValidBody(createTrackerSecretSchema) message: CreateTrackerSecret,
  ) {
    return this.secrets.create(driverId, message);
  }

  /** Revokes a secret. Returns the remaining ones. */
  @Delete(':secretId')
  async revoke(
    @ValidParam('id', idSchema) driverId: string,
    @ValidParam('secretId', secretIdSchema) secretId: string,
  ) {
    await this.secrets.revoke(driverId, secretId);
    return this.list(driverId);
  }
}
