import {
  EVENTS_RECONCILE_PATH,
  parseMessage,
  receivedEventBatchSchema,
  reconcileDeliveriesSchema,
  type DeliveryEventResults,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, Req, UseFilters } from '@nestjs/common';
import { EVENTS_ROUTE } from '../configuration/constants';
import { KnownDeliveriesService } from './known-deliveries.service';
import type { SignedRequest } from './signed-body.middleware';
import { EventApplierService } from './event-applier.service';
import { EventErrorFilter } from './event-error.filter';

/**
 * Receives events and reconcile requests of an engine that runs as a separate service. The middleware of this route
 * verifies their signatures.
 */
@Controller(EVENTS_ROUTE)
@UseFilters(EventErrorFilter)
export class DeliveryEventsController {
  constructor(
    private readonly events: EventApplierService,
    private readonly known: KnownDeliveriesService,
  ) {}

  /** Returns a result for each event of the batch. */
  @Post()
  @HttpCode(200)
  async receive(@Req() { body }: SignedRequest): Promise<DeliveryEventResults> {
    const { data } = parseMessage(receivedEventBatchSchema, body);
    return { results: await this.events.receive(data.events) };
  }

  /** Returns the state of each requested delivery. */
  @Post(EVENTS_RECONCILE_PATH)
  @HttpCode(200)
  reconcile(@Req() { body }: SignedRequest): Promise<ReconcileReply> {
    return this.known.answer(parseMessage(reconcileDeliveriesSchema, body));
  }
}
