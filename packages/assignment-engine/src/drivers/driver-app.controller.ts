import * as contract from '@driver-dispatch/contract';
import { Body, Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { DeliveriesService } from '../deliveries/deliveries.service';
import { MessagePipe } from '../http/message.pipe';
import { signedBy } from '../http/signature.guard';
import { DriverReplyService } from './driver-reply.service';
import { DriversService } from './drivers.service';
import { LocationService } from './location.service';
import { ReceivedMessages, signedAt, type SignedRequest } from './received-messages';

/** Requests of the driver app, signed with its key. The signature covers the `type` of the message. */
@Controller(contract.DRIVER_APP_PATH)
@UseGuards(signedBy('driverApp'))
export class DriverAppController {
  constructor(
    private readonly drivers: DriversService,
    private readonly replies: DriverReplyService,
    private readonly locations: LocationService,
    private readonly received: ReceivedMessages,
    private readonly deliveries: DeliveriesService,
  ) {}

  @Post('register')
  @HttpCode(200)
  async register(
    @Body(new MessagePipe(contract.registerDriverSchema)) message: contract.RegisterDriver,
    @Req() request: SignedRequest,
  ) {
    await this.received.applyOnce(request, () => this.drivers.register(message, 'driver app'));
    return this.replies.replyTo(message.driverId);
  }

  @Post('status')
  @HttpCode(200)
  async setStatus(
    @Body(new MessagePipe(contract.setDriverStatusSchema)) message: contract.SetDriverStatus,
    @Req() request: SignedRequest,
  ) {
    await this.received.applyOnce(request, () => this.drivers.setStatus(message, signedAt(request.headers)));
    return this.replies.replyTo(message.driverId);
  }

  @Post('location')
  @HttpCode(202)
  reportLocation(@Body(new MessagePipe(contract.reportLocationSchema)) message: contract.ReportLocation) {
    return this.locations.report(message);
  }

  @Post('locations')
  @HttpCode(202)
  reportLocations(
    @Body(new MessagePipe(contract.locationBatchSchema)) message: contract.LocationBatch,
    @Req() request: SignedRequest,
  ) {
    return this.locations.reportMany(message.locations, (apply) => this.received.applyOnce(request, apply));
  }

  @Post('heartbeat')
  @HttpCode(200)
  async heartbeat(
    @Body(new MessagePipe(contract.heartbeatSchema)) { driverId }: contract.Heartbeat,
    @Req() request: SignedRequest,
  ) {
    await this.received.applyOnce(request, () => this.locations.heartbeat(driverId));
    return this.replies.replyTo(driverId);
  }

  @Post('pick-up')
  @HttpCode(200)
  pickUp(
    @Body(new MessagePipe(contract.pickUpDeliverySchema)) message: contract.PickUpDelivery,
    @Req() request: SignedRequest,
  ) {
    return this.move(request, () => this.deliveries.pickUp(message));
  }

  @Post('complete')
  @HttpCode(200)
  complete(
    @Body(new MessagePipe(contract.completeDeliverySchema)) message: contract.CompleteDelivery,
    @Req() request: SignedRequest,
  ) {
    return this.move(request, () => this.deliveries.complete(message, signedAt(request.headers)));
  }

  @Post('fail')
  @HttpCode(200)
  fail(
    @Body(new MessagePipe(contract.failDeliverySchema)) message: contract.FailDelivery,
    @Req() request: SignedRequest,
  ) {
    return this.move(request, () => this.deliveries.fail(message, signedAt(request.headers)));
  }

  /** Runs again for a repeated message that was not refused: it has an effect only if a crash prevented the first one. */
  private async move(request: SignedRequest, step: () => Promise<contract.DeliveryReceipt>) {
    return (await this.received.applyOnce(request, step)) ?? step();
  }
}
