import { deliveryEventSchema, DispatchError, parseMessage, verifySignature } from '@driver-dispatch/contract';
import { Controller, Headers, HttpCode, Inject, Post, Req, UseFilters } from '@nestjs/common';
import { DRIVER_INTEGRATION_CONFIGURATION, EVENTS_ROUTE } from '../configuration/constants';
import type { DriverIntegrationConfiguration } from '../configuration/options';
import { EventApplierService } from './event-applier.service';
import { EventErrorFilter } from './event-error.filter';
import type { RawBodyRequest } from './raw-body.middleware';

/** Takes the events of an engine that runs as a service of its own, each signed with its webhook key. */
@Controller(EVENTS_ROUTE)
@UseFilters(EventErrorFilter)
export class DeliveryEventsController {
  constructor(
    private readonly events: EventApplierService,
    @Inject(DRIVER_INTEGRATION_CONFIGURATION) private readonly configuration: DriverIntegrationConfiguration,
  ) {}

  @Post()
  @HttpCode(204)
  async receive(
    @Headers() headers: Record<string, string | undefined>,
    @Req() request: RawBodyRequest,
  ): Promise<void> {
    const { webhookKeys } = this.configuration.engine;
    if (webhookKeys.length === 0) {
      throw new DispatchError('not_found', "This shop's engine does not post its events");
    }
    const id = verifySignature(webhookKeys, headers, request.rawBody ?? '');
    const event = parseMessage(deliveryEventSchema, request.body);
    if (event.id !== id) {
      throw new DispatchError('invalid_message', 'id: must be the webhook-id');
    }
    await this.events.apply(event);
  }
}
