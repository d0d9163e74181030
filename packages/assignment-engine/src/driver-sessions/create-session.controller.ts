import * as contract from '@driver-dispatch/contract';
import { Controller, Header, Post, Req, UseGuards } from '@nestjs/common';
import { ReceivedMessages, type SignedRequest } from '../drivers/received-messages';
import { ValidBody } from '../http/message.pipe';
import { signedBy } from '../http/signature.guard';
import { DriverSessionsService } from './driver-sessions.service';

/** Signs a driver in for the backend of a driver app. */
@Controller(contract.DRIVER_APP_PATH)
@UseGuards(signedBy('driverApp'))
export class CreateSessionController {
  constructor(
    private readonly sessions: DriverSessionsService,
    private readonly received: ReceivedMessages,
  ) {}

  /** A repeated message gets no session: the token of the first one is not stored. */
  @Post('session')
  @Header('cache-control', 'no-store')
  async create(
    @ValidBody(contract.createSessionSchema) message: contract.CreateSession,
    @Req() request: SignedRequest,
  ) {
    const created = await this.received.applyOnce(request, () => this.sessions.create(message));
    if (!created) {
      throw new contract.DispatchError(
        'already_exists',
        'This message has created a session. Send a new message with a new id.',
      );
    }
    return created;
  }
}
