import {
  DispatchError,
  sellerOrderMessageSchema,
  VENDURE_WEBHOOK_PATH,
  type DeliveryReceipt,
  type SellerOrderMessage,
  type SubmissionReply,
} from '@driver-dispatch/contract';
import { Controller, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { LOGGER } from '../configuration/tokens';
import { ValidBody } from '../http/message.pipe';
import { signedBy } from '../http/signature.guard';
import type { EngineLogger } from '../observability/create-logger';
import { describeError } from '../observability/describe-error';
import { AcceptanceService } from './acceptance.service';
import { CancellationService } from './cancellation.service';
import { OrderUpdateService } from './order-update.service';
import { submitOrders } from './submit-orders';

/** Receives Vendure's messages, signed with Vendure's key. */
@Controller(VENDURE_WEBHOOK_PATH)
@UseGuards(signedBy('vendure'))
export class VendureWebhookController {
  constructor(
    private readonly acceptance: AcceptanceService,
    private readonly updates: OrderUpdateService,
    private readonly cancellations: CancellationService,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  @Post()
  @HttpCode(200)
  receive(
    @ValidBody(sellerOrderMessageSchema) message: SellerOrderMessage,
  ): Promise<DeliveryReceipt | SubmissionReply> {
    switch (message.type) {
      case 'seller_order.ready':
        return this.submit(message.data.orders);
      case 'seller_order.updated':
        return this.updates.update(message);
      case 'seller_order.cancelled':
        return this.cancellations.cancel(message);
    }
  }

  /** @throws DispatchError if every order fails with a server error, such as an unavailable database */
  private async submit(orders: unknown[]): Promise<SubmissionReply> {
    const results = await submitOrders(this.acceptance, orders);
    const faults = results.filter((result) => result instanceof DispatchError && result.status >= 500);
    if (faults.length === results.length) {
      throw faults[0];
    }
    for (const fault of faults) {
      this.logger.error('Order not accepted', { error: describeError(fault) });
    }
    return {
      results: results.map((result) => (result instanceof DispatchError ? result.toBody() : result)),
    };
  }
}
