import { Module } from '@nestjs/common';
import { AssignmentModule } from '../assignment/assignment.module';
import { DeliveriesModule } from '../deliveries/deliveries.module';
import { AcceptanceService } from './acceptance.service';
import { CancellationService } from './cancellation.service';
import { OrderStore } from './order-store';
import { OrderUpdateService } from './order-update.service';
import { VendureWebhookController } from './vendure-webhook.controller';

/** The only entry for orders: acceptance, update, cancellation. */
@Module({
  imports: [AssignmentModule, DeliveriesModule],
  controllers: [VendureWebhookController],
  providers: [AcceptanceService, CancellationService, OrderStore, OrderUpdateService],
})
export class OrdersModule {}
