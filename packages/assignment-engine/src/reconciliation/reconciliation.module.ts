import { Module } from '@nestjs/common';
import { OutboxModule } from '../outbox/outbox.module';
import { ReconciliationController } from './reconciliation.controller';
import { ReconciliationService } from './reconciliation.service';
import { ReconciliationSchedule } from './reconciliation-schedule';
import { UnmatchedDeliveriesController } from './unmatched-deliveries.controller';
import { UnmatchedDeliveriesService } from './unmatched-deliveries.service';
import { VendureReconciliationController } from './vendure-reconciliation.controller';

/** Keeps the two sides equal where messages, or either side's rows, were lost. */
@Module({
  imports: [OutboxModule],
  controllers: [VendureReconciliationController, ReconciliationController, UnmatchedDeliveriesController],
  providers: [ReconciliationService, ReconciliationSchedule, UnmatchedDeliveriesService],
})
export class ReconciliationModule {}
