import {
  reconcileDeliveriesSchema,
  VENDURE_RECONCILE_PATH,
  type ReconcileDeliveries,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import { ValidBody } from '../http/message.pipe';
import { signedBy } from '../http/signature.guard';
import { ReconciliationService } from './reconciliation.service';

/** Reconciliation requests of Vendure, signed with its key. */
@Controller(VENDURE_RECONCILE_PATH)
@UseGuards(signedBy('vendure'))
export class VendureReconciliationController {
  constructor(private readonly reconciliation: ReconciliationService) {}

  @Post()
  @HttpCode(200)
  answer(@ValidBody(reconcileDeliveriesSchema) message: ReconcileDeliveries): Promise<ReconcileReply> {
    return this.reconciliation.answer(message);
  }
}
