import {
  deliveryEventSchema,
  DispatchError,
  EVENTS_RECONCILE_PATH,
  parseMessage,
  reconcileDeliveriesSchema,
  verifySignature,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { Controller, Headers, HttpCode, Inject, Post, Req, UseFilters } from '@nestjs/common';
import { DRIVER_INTEGRATION_CONFIGURATION, EVENTS_ROUTE } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { KnownDeliveriesService } from '../reconciliation/known-deliveries.service';
import { EventApplierService } from './event-applier.service';
import { EventErrorFilter } from './event-error.filter';
import type { RawBodyRequest } from './raw-body.middleware';

/** Takes the events and questions of an engine that runs as a service of its own, signed with its webhook key. */
@Controller(EVENTS_ROUTE)
@UseFilters(EventErrorFilter)
export class DeliveryEventsController {
  constructor(
    private readonly events: EventApplierService,
    private readonly known: KnownDeliveriesService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  @Post()
  @HttpCode(204)
  async receive(
    @Headers() headers: Record<string, string | undefined>,
    @Req() request: RawBodyRequest,
  ): Promise<void> {
    const id = this.verify(headers, request);
    const event = parseMessage(deliveryEventSchema, request.body);
    if (event.id !== id) {
      throw new DispatchError('invalid_message', 'id: must be the webhook-id');
    }
    await this.events.apply(event);
  }

  /** Tells the engine what Vendure has of the deliveries that it names. */
  @Post(EVENTS_RECONCILE_PATH)
  @HttpCode(200)
  reconcile(
    @Headers() headers: Record<string, string | undefined>,
    @Req() request: RawBodyRequest,
  ): Promise<ReconcileReply> {
    this.verify(headers, request);
    return this.known.answer(parseMessage(reconcileDeliveriesSchema, request.body));
  }

  /** @returns the message's id */
  private verify(headers: Record<string, string | undefined>, request: RawBodyRequest): string {
    const { webhookKeys } = this.configuration.engine;
    if (webhookKeys.length === 0) {
      throw new DispatchError('not_found', "This shop's engine does not post its events");
    }
    return verifySignature(webhookKeys, headers, request.rawBody ?? '');
  }
}
