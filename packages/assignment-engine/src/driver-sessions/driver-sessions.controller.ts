import { idSchema } from '@driver-dispatch/contract';
import { Controller, Delete, Get, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ValidParam } from '../http/message.pipe';
import { OperatorGuard } from '../http/operator.guard';
import { DriverSessionsService } from './driver-sessions.service';
import { sessionIdSchema } from './session-id';

/** Invitations and sessions of a driver, for operators. */
@Controller('/v1/drivers/:id')
@UseGuards(OperatorGuard)
export class DriverSessionsController {
  constructor(private readonly sessions: DriverSessionsService) {}

  @Post('invitations')
  @Header('cache-control', 'no-store')
  invite(@ValidParam('id', idSchema) driverId: string) {
    return this.sessions.invite(driverId);
  }

  @Get('sessions')
  async list(@ValidParam('id', idSchema) driverId: string) {
    return { sessions: await this.sessions.list(driverId) };
  }

  @Delete('sessions/:sessionId')
  async revoke(
    @ValidParam('id', idSchema) driverId: string,
    @ValidParam('sessionId', sessionIdSchema) sessionId: string,
  ) {
    await this.sessions.revoke(driverId, sessionId);
    return this.list(driverId);
  }

  @Delete('sessions')
  @HttpCode(204)
  async revokeAll(@ValidParam('id', idSchema) driverId: string) {
    await this.sessions.revokeAll(driverId);
  }
}
