import { DispatchError } from '@driver-dispatch/contract';
import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { EngineConfiguration } from '../configuration/engine-options';
import { ENGINE_CONFIGURATION, LOGGER } from '../configuration/tokens';
import { sql } from '../database/sql';
import type { EngineLogger } from '../logging/create-logger';
import type { DeliveryMove } from './delivery-move';
import type { DeliveryEntity } from './delivery.entity';

const COUNT_WRONG_CODE = sql('count-wrong-code.sql');

interface Tries {
  failedPinAttempts: number;
  lockedUntil: Date | null;
}

/** The code that the receiver tells the driver: whether it is this one, and how often it may be guessed. */
@Injectable()
export class DeliveryPinService {
  constructor(
    @Inject(ENGINE_CONFIGURATION) private readonly configuration: EngineConfiguration,
    @Inject(LOGGER) private readonly logger: EngineLogger,
  ) {}

  /**
   * Why a delivery does not end with this proof; nothing where the shop has given the receiver no code. A wrong code is
   * counted in the caller's transaction, which has locked the delivery and is to be committed all the same.
   *
   * @returns `proof_refused` when the code is not told or wrong, `proof_locked` after too many that were
   */
  async refusalOf(
    manager: EntityManager,
    { id, submissionKey, dropoff }: DeliveryEntity,
    { to, pin }: DeliveryMove,
  ): Promise<DispatchError | undefined> {
    const code = dropoff?.deliveryPin;
    if (to !== 'DELIVERED' || code === undefined) {
      return undefined;
    }
    if (pin === undefined) {
      return refused();
    }
    const right = pin === code;
    const { maxFailedPinAttempts, wrongCodesLockSeconds } = this.configuration.proof;
    const [{ failedPinAttempts, lockedUntil }] = await manager.query<[Tries]>(COUNT_WRONG_CODE, [
      id, pin, wrongCodesLockSeconds, right, maxFailedPinAttempts,
    ]);
    if (lockedUntil) {
      return locked(lockedUntil);
    }
    if (right) {
      return undefined;
    }
    if (failedPinAttempts >= maxFailedPinAttempts) {
      this.logger.warn('Too many wrong codes at a door', { submissionKey, deliveryId: id, failedPinAttempts });
    }
    return refused(maxFailedPinAttempts - failedPinAttempts);
  }
}

function refused(triesLeft?: number): DispatchError {
  return new DispatchError('proof_refused', "The receiver's code is asked for, and this is not it", {
    ...(triesLeft === undefined ? {} : { details: { triesLeft } }),
  });
}

function locked(until: Date): DispatchError {
  return new DispatchError('proof_locked', 'Too many codes were wrong: none is taken for a while', {
    details: { until: until.toISOString() },
  });
}
