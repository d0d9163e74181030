import {
  DispatchError,
  type DeliveryMessage,
  type OwnMessage,
  type ReadMessages,
  type SendMessage,
  type SendOwnMessage,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DeliveryEntity } from '../database/delivery.entity';
import { lockDelivery } from '../database/lock-delivery';
import { sql } from '../database/sql';
import { PushService } from '../push/push.service';

const SEND_MESSAGE = sql('deliveries/send-message.sql');
const READ_MESSAGES = sql('deliveries/read-messages.sql');
const MARK_MESSAGES_READ = sql('deliveries/mark-messages-read.sql');

type MessageRow = Omit<DeliveryMessage, 'sentAt' | 'readAt'> & { sentAt: Date; readAt: Date | null };

/**
 * Short messages between the dispatchers and the driver of a delivery. Both can write only while the delivery is the
 * driver's. Bodies are never logged.
 */
@Injectable()
export class DeliveryMessagesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly push: PushService,
  ) {}

  /** The messages of a delivery for operators, of all its drivers. */
  async list(deliveryId: string): Promise<DeliveryMessage[]> {
    return (await this.dataSource.query<MessageRow[]>(READ_MESSAGES, [deliveryId, null])).map(toMessage);
  }

  /** As the contract's `EngineOperator.sendMessage`. */
  async send(deliveryId: string, { text, operator }: SendMessage): Promise<DeliveryMessage> {
    const row = await this.dataSource.transaction(async (manager) => {
      const delivery = await lockDelivery(manager, deliveryId);
      requireOpen(delivery);
      const [stored] = await this.store(manager, [null, deliveryId, delivery.driverId, operator, text]);
      return stored!;
    });
    this.push.notify([row.driverId]);
    return toMessage(row);
  }

  /** As the contract's `EngineOperator.readMessages`. */
  async markRead(deliveryId: string, { messageIds, operator }: ReadMessages): Promise<number> {
    return this.mark(this.dataSource.manager, [deliveryId, messageIds, null, operator]);
  }

  /**
   * Sends a message of the driver to the dispatchers. A repeated message has no effect.
   *
   * @throws DispatchError `driver_mismatch` for another driver's delivery, `illegal_transition` after its end,
   * `idempotency_conflict` if the id is in use by another message
   */
  async sendByDriver(
    deliveryId: string,
    driverId: string,
    { messageId, text }: SendOwnMessage,
  ): Promise<OwnMessage> {
    return this.dataSource.transaction(async (manager) => {
      const delivery = await lockOwn(manager, deliveryId, driverId);
      const [sent] = await manager.query<MessageRow[]>(READ_MESSAGES, [deliveryId, messageId]);
      if (sent?.driverId === driverId && sent.operator === null) {
        return toOwnMessage(sent);
      }
      requireOpen(delivery);
      const [row] = await this.store(manager, [messageId, deliveryId, driverId, null, text]);
      if (!row) {
        throw new DispatchError('idempotency_conflict', `The message id ${messageId} is in use`);
      }
      return toOwnMessage(row);
    });
  }

  /**
   * Records that the driver has read messages of the dispatchers.
   *
   * @returns how many of them were unread
   * @throws DispatchError `driver_mismatch` for another driver's delivery
   */
  async markReadByDriver(
    deliveryId: string,
    driverId: string,
    messageIds: readonly string[],
  ): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      await lockOwn(manager, deliveryId, driverId);
      return this.mark(manager, [deliveryId, messageIds, driverId, null]);
    });
  }

  private store(manager: EntityManager, values: unknown[]): Promise<MessageRow[]> {
    return manager.query<MessageRow[]>(SEND_MESSAGE, values);
  }

  private async mark(manager: EntityManager, values: unknown[]): Promise<number> {
    const [, read] = await manager.query<[unknown[], number]>(MARK_MESSAGES_READ, values);
    return read;
  }
}

async function lockOwn(
  manager: EntityManager,
  deliveryId: string,
  driverId: string,
): Promise<DeliveryEntity> {
  const delivery = await lockDelivery(manager, deliveryId);
  if (delivery.driverId !== driverId) {
    throw new DispatchError('driver_mismatch', `Delivery ${deliveryId} is assigned to another driver`);
  }
  return delivery;
}

function requireOpen({ state }: DeliveryEntity): void {
  if (state !== 'ASSIGNED' && state !== 'PICKED_UP') {
    throw new DispatchError('illegal_transition', `A ${state} delivery has no driver for messages`, {
      details: { state },
    });
  }
}

function toMessage({ sentAt, readAt, ...message }: MessageRow): DeliveryMessage {
  return { ...message, sentAt: sentAt.toISOString(), readAt: readAt && readAt.toISOString() };
}

function toOwnMessage(row: MessageRow): OwnMessage {
  const { messageId, operator, text, sentAt, readAt } = toMessage(row);
  return { messageId, from: operator === null ? 'driver' : 'dispatcher', text: text ?? '', sentAt, readAt };
}
