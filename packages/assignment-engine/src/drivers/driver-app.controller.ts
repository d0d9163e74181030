import * as contract from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { OffersService } from '../assignment/offers.service';
import { ValidBody } from '../http/message.pipe';
import { signedBy } from '../http/signature.guard';
import { DriverReplyService } from './driver-reply.service';
import { DriversService } from './drivers.service';
import { LocationService } from './location.service';
import { ReceivedMessages, signedAt, type SignedRequest } from './received-messages';

/**
 * Requests of the driver app about the driver, signed with its key: registration, status, location, heartbeat, offers. The
 * signature
 * covers the `type` of the message.
 */
@Controller(contract.DRIVER_APP_PATH)
@UseGuards(signedBy('driverApp'))
export class DriverAppController {
  constructor(
    private readonly drivers: DriversService,
    private readonly replies: DriverReplyService,
    private readonly offers: OffersService,
    private readonly locations: LocationService,
    private readonly received: ReceivedMessages,
  ) {}

  @Post('register')
  @HttpCode(200)
  async register(
    @ValidBody(contract.registerDriverSchema) message: contract.RegisterDriver,
    @Req() request: SignedRequest,
  ) {
    await this.received.applyOnce(request, () => this.drivers.register(message, 'driver app'));
    return this.replies.replyTo(message.driverId);
  }

  @Post('status')
  @HttpCode(200)
  async setStatus(
    @ValidBody(contract.setDriverStatusSchema) message: contract.SetDriverStatus,
    @Req() request: SignedRequest,
  ) {
    await this.received.applyOnce(request, () => this.drivers.setStatus(message, signedAt(request.headers)));
    return this.replies.replyTo(message.driverId);
  }

  @Post('location')
  @HttpCode(202)
  reportLocation(@ValidBody(contract.reportLocationSchema) message: contract.ReportLocation) {
    return this.locations.report(message);
  }

  @Post('locations')
  @HttpCode(202)
  reportLocations(
    @ValidBody(contract.locationBatchSchema) message: contract.LocationBatch,
    @Req() request: SignedRequest,
  ) {
    return this.locations.reportMany(message.locations, (apply) => this.received.applyOnce(request, apply));
  }

  @Post('heartbeat')
  @HttpCode(200)
  async heartbeat(
    @ValidBody(contract.heartbeatSchema) { driverId }: contract.Heartbeat,
    @Req() request: SignedRequest,
  ) {
    await this.received.applyOnce(request, () => this.locations.heartbeat(driverId));
    return this.replies.replyTo(driverId);
  }
  /** Idempotent without recording the message: an offer is accepted once. */
  @Post('accept-offer')
  @HttpCode(200)
  async acceptOffer(@ValidBody(contract.acceptOfferSchema) message: contract.AcceptOffer) {
    await this.offers.accept(message);
    return this.replies.replyTo(message.driverId);
  }

  @Post('decline-offer')
  @HttpCode(200)
  async declineOffer(@ValidBody(contract.declineOfferSchema) message: contract.DeclineOffer) {
    await this.offers.decline(message);
    return this.replies.replyTo(message.driverId);
  }
}
