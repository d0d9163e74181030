import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module';
import { ReconciliationController } from './reconciliation.controller';
import { ReconciliationService } from './reconciliation.service';
import { ReconciliationSchedule } from './reconciliation-schedule';
import { UnmatchedDeliveriesController } from './unmatched-deliveries.controller';
import { UnmatchedDeliveriesService } from './unmatched-deliveries.service';
import { VendureReconciliationController } from './vendure-reconciliation.controller';

/** Reconciles the deliveries of engine and Vendure after messages or rows were lost on either side. */
@Module({
  imports: [OutboxModule],
  controllers: [VendureReconciliationController, ReconciliationController, UnmatchedDeliveriesController],
  providers: [ReconciliationService, ReconciliationSchedule, UnmatchedDeliveriesService],
})
export class ReconciliationModule {}
