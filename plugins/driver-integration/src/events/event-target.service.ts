import {
  DispatchError,
  identityOf,
  isSameDelivery,
  type DeliveryEvent,
  type DeliveryIdentity,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { Logger, TransactionalConnection } from '@vendure/core';
import { LOG_CONTEXT } from '../configuration/constants';
import { identityOfDelivery } from '../delivery/delivery-identity';
import { DriverDelivery } from '../delivery/driver-delivery.entity';
import { DisagreementService } from '../reconciliation/disagreement.service';
import { DISAGREEMENTS } from '../reconciliation/judge-delivery';

/** Finds the delivery that an event is about: by its submission key, and only if the whole identity matches. */
@Injectable()
export class EventTargetService {
  constructor(
    private readonly connection: TransactionalConnection,
    private readonly disagreements: DisagreementService,
  ) {}

  /**
   * @throws DispatchError `not_found` for an unknown submission key, `identity_mismatch` for the key of another order
   */
  async find({ data }: DeliveryEvent): Promise<DriverDelivery> {
    const received = identityOf(data);
    const delivery = await this.deliveries.findOneBy({ submissionKey: data.submissionKey });
    if (!delivery) {
      await this.warnOfUnknown(received);
      throw new DispatchError('not_found', `No delivery has the submission key ${data.submissionKey}`);
    }
    const stored = identityOfDelivery(delivery);
    if (!isSameDelivery(stored, received)) {
      warn('Event refused: its submission key is that of another order', received, [stored]);
      await this.disagreements.show(delivery, DISAGREEMENTS.otherOrder);
      throw new DispatchError(
        'identity_mismatch',
        `Submission key ${data.submissionKey} is that of another order`,
        { details: { stored, received } },
      );
    }
    return delivery;
  }

  /** Names the deliveries of the order with the same id: after a restore it may be another order. */
  private async warnOfUnknown(received: DeliveryIdentity): Promise<void> {
    const sameOrderId = await this.deliveries.findBy({ orderId: received.sellerOrderId }).catch(() => []);
    warn('Event refused: unknown submission key', received, sameOrderId.map(identityOfDelivery));
  }

  private get deliveries() {
    return this.connection.rawConnection.getRepository(DriverDelivery);
  }
}

function warn(what: string, received: DeliveryIdentity, stored: DeliveryIdentity[]): void {
  Logger.warn(`${what}; received ${JSON.stringify(received)}, stored ${JSON.stringify(stored)}`, LOG_CONTEXT);
}
