import type { EngineConfiguration } from '../configuration/engine-options';
import type { DeliveryEntity } from './delivery.entity';

/** The wrong codes of a delivery as operators read them: by this process' clock, by the rule of `count-wrong-code.sql`. */
export function wrongCodesOf(
  { failedPinAttempts, wrongCodeAt }: Pick<DeliveryEntity, 'failedPinAttempts' | 'wrongCodeAt'>,
  { maxFailedPinAttempts, wrongCodesLockSeconds }: EngineConfiguration['proof'],
  now = Date.now(),
): { failedPinAttempts: number; codeLockedUntil: Date | null } {
  const forgottenAt = (wrongCodeAt?.getTime() ?? 0) + wrongCodesLockSeconds * 1_000;
  if (forgottenAt <= now) {
    return { failedPinAttempts: 0, codeLockedUntil: null };
  }
  return { failedPinAttempts, codeLockedUntil: failedPinAttempts >= maxFailedPinAttempts ? new Date(forgottenAt) : null };
}
