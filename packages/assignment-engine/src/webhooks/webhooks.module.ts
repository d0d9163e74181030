import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module';
import { AlertsController } from './alerts.controller';
import { AlertsService } from './alerts.service';
import { DeadLettersController } from './dead-letters.controller';
import { DeadLettersService } from './dead-letters.service';
import { EventRelay } from './event-relay';
import { OutstandingEventsService } from './outstanding-events.service';
import { RelayWorker } from './relay-worker';
import { VendureWebhookController } from './vendure-webhook.controller';
import { WebhookEndpointController } from './webhook-endpoint.controller';
import { WebhookEndpointService } from './webhook-endpoint.service';

/** Messages in from Vendure, events out to Vendure. */
@Module({
  imports: [DeliveriesModule],
  controllers: [VendureWebhookController, DeadLettersController, WebhookEndpointController, AlertsController],
  providers: [
    EventRelay,
    OutstandingEventsService,
    RelayWorker,
    AlertsService,
    DeadLettersService,
    WebhookEndpointService,
  ],
  exports: [RelayWorker],
})
export class WebhooksModule {}
