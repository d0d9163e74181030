import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module';
import { AlertsController } from './alerts.controller';
import { DeadLettersController } from './dead-letters.controller';
import { DeadLettersService } from './dead-letters.service';
import { RelayModule } from './relay.module';
import { VendureWebhookController } from './vendure-webhook.controller';
import { WebhookEndpointController } from './webhook-endpoint.controller';

/** Messages in from Vendure, and what operators are told of those out to Vendure. */
@Module({
  imports: [DeliveriesModule, RelayModule],
  controllers: [VendureWebhookController, DeadLettersController, WebhookEndpointController, AlertsController],
  providers: [DeadLettersService],
})
export class WebhooksModule {}
