import {
  eraseDeliveriesSchema,
  VENDURE_ERASE_PATH,
  type EraseDeliveries,
  type EraseDeliveriesReply,
} from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ValidBody } from '../http/message.pipe';
import { signedBy } from '../http/signature.guard';
import { DeliveryEraser } from './delivery-eraser';

/** Requests of Vendure to erase deliveries, signed with its key. */
@Controller(VENDURE_ERASE_PATH)
@UseGuards(signedBy('vendure'))
export class VendureErasureController {
  constructor(private readonly eraser: DeliveryEraser) {}

  @Post()
  @HttpCode(200)
  erase(@ValidBody(eraseDeliveriesSchema) message: EraseDeliveries): Promise<EraseDeliveriesReply> {
    return this.eraser.eraseRequested(message);
  }
}
