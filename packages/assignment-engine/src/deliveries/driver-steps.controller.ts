import * as contract from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ReceivedMessages, signedAt, type SignedRequest } from '../drivers/received-messages';
import { ValidBody } from '../http/message.pipe';
import { signedBy } from '../http/signature.guard';
import { DeliveriesService } from './deliveries.service';

/** Steps of a delivery that the driver app reports, signed with its key: pickup, completion, failure. */
@Controller(contract.DRIVER_APP_PATH)
@UseGuards(signedBy('driverApp'))
export class DriverStepsController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly received: ReceivedMessages,
  ) {}

  @Post('pick-up')
  @HttpCode(200)
  pickUp(
    @ValidBody(contract.pickUpDeliverySchema) message: contract.PickUpDelivery,
    @Req() request: SignedRequest,
  ) {
    return this.move(request, () => this.deliveries.pickUp(message));
  }

  @Post('complete')
  @HttpCode(200)
  complete(
    @ValidBody(contract.completeDeliverySchema) message: contract.CompleteDelivery,
    @Req() request: SignedRequest,
  ) {
    return this.move(request, () => this.deliveries.complete(message, signedAt(request.headers)));
  }

  @Post('fail')
  @HttpCode(200)
  fail(
    @ValidBody(contract.failDeliverySchema) message: contract.FailDelivery,
    @Req() request: SignedRequest,
  ) {
    return this.move(request, () => this.deliveries.fail(message, signedAt(request.headers)));
  }

  /** Runs again for a repeated message that was not refused: it has an effect only if a crash prevented the first one. */
  private async move(request: SignedRequest, step: () => Promise<contract.DeliveryReceipt>) {
    return (await this.received.applyOnce(request, step)) ?? step();
  }
}
