import {
  deliveryStateSchema,
  type ReconcileDeliveries,
  type ReconciledDelivery,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { TransactionalConnection } from '@vendure/core';
import { In } from 'typeorm';
import { DriverDelivery } from '../delivery/driver-delivery.entity';

/** What Vendure has of the deliveries that the engine asks for. */
@Injectable()
export class KnownDeliveriesService {
  constructor(private readonly connection: TransactionalConnection) {}

  async answer({ data }: ReconcileDeliveries): Promise<ReconcileReply> {
    const sellerOrderIds = data.deliveries.map(({ sellerOrderId }) => sellerOrderId);
    const deliveries = await this.connection.rawConnection
      .getRepository(DriverDelivery)
      .findBy({ sellerOrderId: In(sellerOrderIds) });
    const bySellerOrder = new Map(deliveries.map((delivery) => [delivery.sellerOrderId, delivery]));
    return {
      deliveries: sellerOrderIds.map((sellerOrderId) =>
        describe(sellerOrderId, bySellerOrder.get(sellerOrderId)),
      ),
    };
  }
}

function describe(sellerOrderId: string, delivery: DriverDelivery | undefined): ReconciledDelivery {
  if (!delivery) {
    return { sellerOrderId, known: false };
  }
  return {
    ...{ sellerOrderId, known: true, deliveryId: delivery.engineDeliveryId ?? undefined },
    // What waits to be handed over has heard of nothing that the engine has done.
    state: deliveryStateSchema.safeParse(delivery.state).data ?? 'PENDING',
    sequence: delivery.sequence,
  };
}
