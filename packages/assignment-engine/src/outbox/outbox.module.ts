import { Module } from '@nestjs/common';
import { AlertsController } from './alerts.controller';
import { AlertsService } from './alerts.service';
import { AttemptRecorder } from './attempt-recorder';
import { DeadLettersController } from './dead-letters.controller';
import { DeadLettersService } from './dead-letters.service';
import { OutboxDispatcher } from './outbox-dispatcher';
import { OutboxListener } from './outbox-listener';
import { OutboxStore } from './outbox-store';
import { WebhookEndpointController } from './webhook-endpoint.controller';
import { WebhookEndpointService } from './webhook-endpoint.service';

/** Sends events to Vendure, and provides dead letters, alerts and the endpoint's state to operators. */
@Module({
  controllers: [AlertsController, DeadLettersController, WebhookEndpointController],
  providers: [
    AlertsService,
    AttemptRecorder,
    DeadLettersService,
    OutboxDispatcher,
    OutboxListener,
    OutboxStore,
    WebhookEndpointService,
  ],
  exports: [AlertsService, OutboxDispatcher],
})
export class OutboxModule {}
