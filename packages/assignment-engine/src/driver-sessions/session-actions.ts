import { DispatchError } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { messageId, ReceivedMessages } from '../drivers/received-messages';
import type { SessionRequest } from './session.guard';

/** Milliseconds for which a request is remembered by its key. A device may send it again after a time without network. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;

const MAX_AGE_SECONDS = 365 * 24 * 60 * 60;

/** Applies a driver's request once, however often the device sends it. */
@Injectable()
export class SessionActions {
  constructor(private readonly received: ReceivedMessages) {}

  /**
   * Applies a request unless it was received before, with the same `Idempotency-Key`, path and body. A request without the
   * header is always applied.
   *
   * @returns as `ReceivedMessages.applyMessageOnce`
   */
  applyOnce<T>(request: SessionRequest, apply: () => Promise<T>): Promise<T | undefined> {
    const key = request.headers['idempotency-key'];
    if (key === undefined) {
      return apply();
    }
    if (!z.uuid().safeParse(key).success) {
      throw new DispatchError('invalid_message', 'Idempotency-Key: must be a UUID');
    }
    const { driverId } = request.driverSession;
    const id = messageId(`session.${driverId}.${String(key)}.${request.url}.`, request.body ?? '');
    return this.received.applyMessageOnce({ id, expiresAt: new Date(Date.now() + REMEMBERED_MS) }, apply);
  }
}

/**
 * When the driver acted, by the engine's clock, in whole seconds as in a signed request. An age of more than a year counts as
 * a year, as not every age has a date.
 */
export function actedAt(ageSeconds = 0): Date {
  const age = Math.min(ageSeconds, MAX_AGE_SECONDS);
  return new Date(Math.floor(Date.now() / 1000 - age) * 1000);
}
