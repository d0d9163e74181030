import * as contract from '@driver-dispatch/contract';
import { Body, Controller, Headers, HttpCode, Post, UseGuards } from '@nestjs/common';
import { DeliveriesService } from '../deliveries/deliveries.service';
import { MessagePipe } from '../http/message.pipe';
import { signedBy } from '../security/signature.guard';
import { DriverReplyService } from './driver-reply.service';
import { DriversService } from './drivers.service';
import { LocationService } from './location.service';

/** The driver app's requests, each signed with the driver app's key. Its `type` is part of what is signed. */
@Controller(contract.DRIVER_APP_PATH)
@UseGuards(signedBy('driverApp'))
export class DriverAppController {
  constructor(
    private readonly drivers: DriversService,
    private readonly replies: DriverReplyService,
    private readonly locations: LocationService,
    private readonly deliveries: DeliveriesService,
  ) {}

  @Post('register')
  @HttpCode(200)
  register(@Body(new MessagePipe(contract.registerDriverSchema)) message: contract.RegisterDriver) {
    return this.drivers.register(message, 'driver app');
  }

  @Post('status')
  @HttpCode(200)
  setStatus(
    @Body(new MessagePipe(contract.setDriverStatusSchema)) message: contract.SetDriverStatus,
    // Within the signature, and checked by its guard.
    @Headers('webhook-timestamp') signedAt: string,
  ) {
    return this.drivers.setStatus(message, new Date(Number(signedAt) * 1000));
  }

  @Post('location')
  @HttpCode(202)
  reportLocation(@Body(new MessagePipe(contract.reportLocationSchema)) message: contract.ReportLocation) {
    return this.locations.report(message);
  }

  @Post('locations')
  @HttpCode(202)
  reportLocations(@Body(new MessagePipe(contract.locationBatchSchema)) message: contract.LocationBatch) {
    return this.locations.reportMany(message.locations);
  }

  @Post('heartbeat')
  @HttpCode(200)
  async heartbeat(@Body(new MessagePipe(contract.heartbeatSchema)) { driverId }: contract.Heartbeat) {
    await this.locations.heartbeat(driverId);
    return this.replies.replyTo(driverId);
  }

  @Post('pick-up')
  @HttpCode(200)
  pickUp(@Body(new MessagePipe(contract.pickUpDeliverySchema)) message: contract.PickUpDelivery) {
    return this.deliveries.pickUp(message);
  }

  @Post('complete')
  @HttpCode(200)
  complete(@Body(new MessagePipe(contract.completeDeliverySchema)) message: contract.CompleteDelivery) {
    return this.deliveries.complete(message);
  }

  @Post('fail')
  @HttpCode(200)
  fail(@Body(new MessagePipe(contract.failDeliverySchema)) message: contract.FailDelivery) {
    return this.deliveries.fail(message);
  }
}
