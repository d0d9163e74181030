import { Module } from '@nestjs/common';
import { AlertsService } from './alerts.service';
import { EventRelay } from './event-relay';
import { FirstTellings } from './first-tellings';
import { OutstandingEventsService } from './outstanding-events.service';
import { RelayWorker } from './relay-worker';
import { RelaysUnderWay } from './relays-under-way';
import { WebhookEndpointService } from './webhook-endpoint.service';

/** Events out to Vendure. */
@Module({
  providers: [
    AlertsService,
    EventRelay,
    FirstTellings,
    OutstandingEventsService,
    RelaysUnderWay,
    RelayWorker,
    WebhookEndpointService,
  ],
  exports: [AlertsService, FirstTellings, RelayWorker, WebhookEndpointService],
})
export class RelayModule {}
