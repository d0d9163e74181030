import { Module } from '@nestjs/common';
import { ReconciliationController } from './reconciliation.controller';
import { ReconciliationService } from './reconciliation.service';
import { VendureReconciliationController } from './vendure-reconciliation.controller';

/** Keeps the two sides equal where messages, or either side's rows, were lost. */
@Module({
  controllers: [VendureReconciliationController, ReconciliationController],
  providers: [ReconciliationService],
})
export class ReconciliationModule {}
