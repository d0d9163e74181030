import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module';
import { RedisModule } from '../redis/redis.module';
import { AcceptanceService } from '../orders/acceptance.service';
import { DeliveriesController } from './deliveries.controller';
import { DeliveriesService } from './deliveries.service';
import { DeliveryOperationsService } from './delivery-operations.service';
import { DeliveryReaderService } from './delivery-reader.service';
import { DeliveryPinService } from './delivery-pin.service';
import { VendureWebhookController } from '../orders/vendure-webhook.controller';

/** Deliveries: acceptance, steps, timeline. */
@Module({
  imports: [AssignmentModule, RedisModule],
  controllers: [DeliveriesController, VendureWebhookController],
  providers: [
    AcceptanceService,
    DeliveriesService,
    DeliveryOperationsService,
    DeliveryReaderService,
    DeliveryPinService,
  ],
  exports: [AcceptanceService, DeliveriesService],
})
export class DeliveriesModule {}
