import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module';
import { DeadLettersController } from './dead-letters.controller';
import { EventRelay } from './event-relay';
import { RelayWorker } from './relay-worker';
import { VendureWebhookController } from './vendure-webhook.controller';

/** Messages in from Vendure, events out to Vendure. */
@Module({
  imports: [DeliveriesModule],
  controllers: [VendureWebhookController, DeadLettersController],
  providers: [EventRelay, RelayWorker],
  exports: [RelayWorker],
})
export class WebhooksModule {}
