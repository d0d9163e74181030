import * as contract from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { OffersService } from '../assignment/offers.service';
import { ValidBody, ValidParam } from '../http/message.pipe';
import { DriverSelfService } from './driver-self.service';
import { Session, SessionGuard } from './session.guard';
import type { CurrentSession } from './session-lookup';

/** Answers of a session to its driver's offers. Idempotent: an offer ends once. */
@Controller(`${contract.DRIVER_SESSION_PATH}/offers`)
@UseGuards(SessionGuard)
export class OwnOffersController {
  constructor(
    private readonly offers: OffersService,
    private readonly selves: DriverSelfService,
  ) {}

  @Post(':id/accept')
  @HttpCode(200)
  async accept(
    @ValidParam('id', contract.offerIdSchema) offerId: string,
    @Session() { driverId, sessionId }: CurrentSession,
  ) {
    await this.offers.accept({ offerId, driverId });
    return this.selves.get(sessionId);
  }

  @Post(':id/decline')
  @HttpCode(200)
  async decline(
    @ValidParam('id', contract.offerIdSchema) offerId: string,
    @ValidBody(contract.declineOwnOfferSchema) answer: contract.DeclineOwnOffer,
    @Session() { driverId, sessionId }: CurrentSession,
  ) {
    await this.offers.decline({ offerId, driverId, ...answer });
    return this.selves.get(sessionId);
  }
}
