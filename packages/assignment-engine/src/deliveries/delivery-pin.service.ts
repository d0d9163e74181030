import { DispatchError } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import type { DeliveryEntity } from '../database/delivery.entity';
import { sql } from '../database/sql';
import type { EngineLogger } from '../observability/create-logger';
import type { DeliveryMove } from './delivery-move';

const COUNT_FAILED_PIN_ATTEMPT = sql('deliveries/count-failed-pin-attempt.sql');

interface PinAttempts {
  failedPinAttempts: number;
  lockedUntil: Date | null;
}

/** Checks delivery PINs and limits failed attempts. */
@Injectable()
export class DeliveryPinService {
  constructor(
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /**
   * Checks the delivery PIN of a move to DELIVERED, if the delivery has one. Counts a failed attempt in the caller's
   * transaction, which has locked the delivery and must be committed in any case.
   *
   * @returns `proof_refused` for a missing or wrong PIN, `proof_locked` after too many failed attempts; undefined if the
   * move may proceed
   */
  async check(
    manager: EntityManager,
    { id, submissionKey, dropoff }: DeliveryEntity,
    { to, pin }: DeliveryMove,
  ): Promise<DispatchError | undefined> {
    const expected = dropoff?.deliveryPin;
    if (to !== 'DELIVERED' || expected === undefined) {
      return undefined;
    }
    if (pin === undefined) {
      return refused();
    }
    const correct = pin === expected;
    const { maxFailedPinAttempts, failedPinAttemptsLockSeconds } = this.configuration.proof;
    const [{ failedPinAttempts, lockedUntil }] = await manager.query<[PinAttempts]>(
      COUNT_FAILED_PIN_ATTEMPT,
      [id, pin, failedPinAttemptsLockSeconds, correct, maxFailedPinAttempts],
    );
    if (lockedUntil) {
      return locked(lockedUntil);
    }
    if (correct) {
      return undefined;
    }
    if (failedPinAttempts >= maxFailedPinAttempts) {
      this.logger.warn('Too many failed PIN attempts', { submissionKey, deliveryId: id, failedPinAttempts });
    }
    return refused(maxFailedPinAttempts - failedPinAttempts);
  }
}

function refused(attemptsLeft?: number): DispatchError {
  return new DispatchError('proof_refused', 'The delivery PIN is missing or wrong', {
    ...(attemptsLeft === undefined ? {} : { details: { attemptsLeft } }),
  });
}

function locked(until: Date): DispatchError {
  return new DispatchError('proof_locked', 'Too many failed PIN attempts', {
    details: { until: until.toISOString() },
  });
}
