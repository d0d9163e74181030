import {
  deliveryStateSchema,
  type ReconcileDeliveries,
  type ReconciledDelivery,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Instrument, TransactionalConnection } from '@vendure/core';
import { In } from 'typeorm';
import { DriverDelivery } from '../deliveries/driver-delivery.entity';

/** Answers reconcile requests of the engine. */
@Injectable()
@Instrument()
export class KnownDeliveriesService {
  constructor(private readonly connection: TransactionalConnection) {}

  async answer({ data }: ReconcileDeliveries): Promise<ReconcileReply> {
    const submissionKeys = data.deliveries.map(({ submissionKey }) => submissionKey);
    const deliveries = await this.connection.rawConnection
      .getRepository(DriverDelivery)
      .findBy({ submissionKey: In(submissionKeys) });
    const byKey = new Map(deliveries.map((delivery) => [delivery.submissionKey, delivery]));
    return {
      deliveries: submissionKeys.map((submissionKey) => describe(submissionKey, byKey.get(submissionKey))),
    };
  }
}

function describe(submissionKey: string, delivery: DriverDelivery | undefined): ReconciledDelivery {
  if (!delivery) {
    return { submissionKey, known: false };
  }
  return {
    submissionKey,
    known: true,
    deliveryId: delivery.engineDeliveryId ?? undefined,
    // The state is local to Vendure: no event of the engine was applied yet.
    state: deliveryStateSchema.safeParse(delivery.state).data ?? 'PENDING',
    sequence: delivery.sequence,
  };
}
