import { notFound, type DeliveryState } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION } from '../configuration/tokens';
import { OfferReaderService } from '../assignment/offer-reader.service';
import { DeliveryEventEntity } from '../database/delivery-event.entity';
import { DeliveryEntity } from '../database/delivery.entity';
import { sql } from '../database/sql';
import { dropoffForDriver } from '../drivers/dropoff-for-driver';
import { DeliveryMessagesService } from './delivery-messages.service';
import { getFailedPinAttempts } from './failed-pin-attempts';
import { recordedCandidates, type Decision, type RecordedDrivers } from './recorded-candidates';

const READ_ASSIGNMENTS = sql('deliveries/read-assignments.sql');

interface AssignmentRow {
  driverId: string;
  driverName: string;
  distanceMetres: number;
  decision: Decision;
  drivers: RecordedDrivers;
  assignedAt: Date;
  releasedAt: Date | null;
}

/** Reads deliveries for operators. */
@Injectable()
export class DeliveryReaderService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly messages: DeliveryMessagesService,
    private readonly offers: OfferReaderService,
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
  ) {}

  /** The newest deliveries, optionally of one state. */
  async list(options: { state?: DeliveryState; take: number; skip: number }) {
    const deliveries = await this.dataSource.manager.find(DeliveryEntity, {
      where: options.state ? { state: options.state } : {},
      order: { createdAt: 'DESC', id: 'DESC' },
      take: options.take,
      skip: options.skip,
    });
    return deliveries.map(deliveryRecord);
  }

  /** A delivery with its timeline, messages and offers, and its assignments including the candidates of each. */
  async get(id: string) {
    const { manager } = this.dataSource;
    const delivery = await manager.findOneBy(DeliveryEntity, { id });
    if (!delivery) {
      throw notFound('delivery', id);
    }
    const events = await manager.find(DeliveryEventEntity, {
      where: { deliveryId: id },
      order: { sequence: 'ASC' },
    });
    const assignments = await manager.query<AssignmentRow[]>(READ_ASSIGNMENTS, [id]);
    return {
      ...deliveryRecord(delivery),
      ...getFailedPinAttempts(delivery, this.configuration.proof),
      events: events.map(({ deliveryId: _id, nextSendAt: _next, ...event }) => event),
      assignments: assignments.map(({ drivers, decision, ...assignment }) => ({
        ...assignment,
        source: decision.source,
        operator: decision.operator ?? null,
        candidates: recordedCandidates(decision, assignment.driverId, drivers),
      })),
      messages: await this.messages.list(id),
      offers: (await this.offers.find({ deliveryId: id, take: 500 })).reverse(),
    };
  }
}

/**
 * The row's fields of the contract's `deliveryRecordSchema`. They exclude the fingerprint: the delivery PIN is part of the
 * hashed data and could be found by brute force.
 */
function deliveryRecord(delivery: DeliveryEntity) {
  const { id, submissionKey, sellerOrderId, orderCode, channelId } = delivery;
  const { state, sequence, pickup, dropoff, requirements, searchRadiusMetres, driverId } = delivery;
  const { nextAttemptAt, waitingSince, createdAt, erasedAt } = delivery;
  return {
    id,
    submissionKey,
    sellerOrderId,
    orderCode,
    channelId,
    state,
    sequence,
    pickup,
    dropoff: dropoff && dropoffForDriver(dropoff),
    requirements,
    searchRadiusMetres,
    driverId,
    nextAttemptAt,
    waitingSince,
    createdAt,
    erasedAt,
  };
}
