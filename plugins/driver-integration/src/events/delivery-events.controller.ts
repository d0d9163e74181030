import {
  deliveryEventSchema,
  DispatchError,
  EVENTS_RECONCILE_PATH,
  parseMessage,
  reconcileDeliveriesSchema,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { EVENTS_ROUTE } from '../configuration/constants';
import { KnownDeliveriesService } from '../reconciliation/known-deliveries.service';
import type { SignedRequest } from '../signed-requests/signed-body.middleware';
import { EventApplierService } from './event-applier.service';
import { EventErrorFilter } from './event-error.filter';

/**
 * Receives the events and questions of an engine that runs as a separate service. The middleware of this route has
 * verified their signatures.
 */
@Controller(EVENTS_ROUTE)
@UseFilters(EventErrorFilter)
export class DeliveryEventsController {
  constructor(
    private readonly events: EventApplierService,
    private readonly known: KnownDeliveriesService,
  ) {}

  @Post()
  @HttpCode(204)
  async receive(@Req() { body, messageId }: SignedRequest): Promise<void> {
    const event = parseMessage(deliveryEventSchema, body);
    if (event.id !== messageId) {
      throw new DispatchError('invalid_message', 'id: must be the webhook-id');
    }
    await this.events.apply(event);
  }

  /** Answers with the state of each delivery that the engine names. */
  @Post(EVENTS_RECONCILE_PATH)
  @HttpCode(200)
  reconcile(@Req() { body }: SignedRequest): Promise<ReconcileReply> {
    return this.known.answer(parseMessage(reconcileDeliveriesSchema, body));
  }
}
