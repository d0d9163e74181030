import * as contract from '@driver-dispatch/contract';
import { Controller, Delete, Get, Header, HttpCode, Put, UseGuards } from '@nestjs/common';
import { ValidBody } from '../http/message.pipe';
import { noSuchRoute } from '../http/no-such-route';
import { PushSender } from '../push/push-sender';
import { PushSubscriptionsService } from '../push/push-subscriptions.service';
import { Session, SessionGuard } from './session.guard';
import type { CurrentSession } from './session-lookup';

/** The push subscription of a session. */
@Controller(`${contract.DRIVER_SESSION_PATH}/push`)
@UseGuards(SessionGuard)
export class OwnPushController {
  constructor(
    private readonly subscriptions: PushSubscriptionsService,
    private readonly sender: PushSender,
  ) {}

  /** Without a VAPID key the answer is 404. */
  @Get()
  @Header('cache-control', 'no-store')
  getKey(): contract.PushKey {
    if (!this.sender.vapid) {
      throw noSuchRoute();
    }
    return { publicKey: this.sender.vapid.publicKey };
  }

  @Put()
  @HttpCode(204)
  async subscribe(
    @ValidBody(contract.subscribeToPushSchema) message: contract.SubscribeToPush,
    @Session() { sessionId }: CurrentSession,
  ) {
    if (!this.sender.vapid) {
      throw noSuchRoute();
    }
    await this.subscriptions.save(sessionId, message);
  }

  @Delete()
  @HttpCode(204)
  async unsubscribe(@Session() { sessionId }: CurrentSession) {
    await this.subscriptions.remove(sessionId);
  }
}
