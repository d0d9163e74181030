import type { EngineConfiguration } from '../configuration/engine-options';
import type { DeliveryEntity } from '../database/delivery.entity';

/** A delivery's failed PIN attempts for operators, by this process' clock and the rule of `count-failed-pin-attempt.sql`. */
export function getFailedPinAttempts(
  { failedPinAttempts, lastFailedPinAt }: Pick<DeliveryEntity, 'failedPinAttempts' | 'lastFailedPinAt'>,
  {
    maxFailedPinAttempts,
    failedPinAttemptsLockSeconds,
  }: Pick<EngineConfiguration['proof'], 'maxFailedPinAttempts' | 'failedPinAttemptsLockSeconds'>,
  now = Date.now(),
): { failedPinAttempts: number; pinLockedUntil: Date | null } {
  const resetAt = (lastFailedPinAt?.getTime() ?? 0) + failedPinAttemptsLockSeconds * 1_000;
  if (resetAt <= now) {
    return { failedPinAttempts: 0, pinLockedUntil: null };
  }
  return {
    failedPinAttempts,
    pinLockedUntil: failedPinAttempts >= maxFailedPinAttempts ? new Date(resetAt) : null,
  };
}
