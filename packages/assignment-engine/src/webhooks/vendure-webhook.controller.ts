import {
  sellerOrderMessageSchema,
  VENDURE_WEBHOOK_PATH,
  type DeliveryReceipt,
  type SellerOrderMessage,
} from '@driver-dispatch/contract';
import { Body, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { AcceptanceService } from '../deliveries/acceptance.service';
import { DeliveriesService } from '../deliveries/deliveries.service';
import { MessagePipe } from '../http/message.pipe';
import { signedBy } from '../security/signature.guard';

/** Vendure's messages, signed with Vendure's key. */
@Controller(VENDURE_WEBHOOK_PATH)
@UseGuards(signedBy('vendure'))
export class VendureWebhookController {
  constructor(
    private readonly acceptance: AcceptanceService,
    private readonly deliveries: DeliveriesService,
  ) {}

  @Post()
  @HttpCode(200)
  receive(
    @Body(new MessagePipe(sellerOrderMessageSchema)) message: SellerOrderMessage,
  ): Promise<DeliveryReceipt> {
    switch (message.type) {
      case 'seller_order.ready':
        return this.acceptance.accept(message);
      case 'seller_order.updated':
        return this.deliveries.update(message);
      case 'seller_order.cancelled':
        return this.deliveries.cancel(message);
    }
  }
}
