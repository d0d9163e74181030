import type { EngineConfiguration } from '../configuration/engine-options';
import type { DeliveryEntity } from './delivery.entity';

/** The wrong codes of a delivery as operators read them: by this process' clock, by the rule of `count-wrong-code.sql`. */
export function wrongCodesOf(
  { wrongCodes, wrongCodeAt }: Pick<DeliveryEntity, 'wrongCodes' | 'wrongCodeAt'>,
  { maxWrongCodes, wrongCodesLockSeconds }: EngineConfiguration['proof'],
  now = Date.now(),
): { wrongCodes: number; codeLockedUntil: Date | null } {
  const forgottenAt = (wrongCodeAt?.getTime() ?? 0) + wrongCodesLockSeconds * 1_000;
  if (forgottenAt <= now) {
    return { wrongCodes: 0, codeLockedUntil: null };
  }
  return { wrongCodes, codeLockedUntil: wrongCodes >= maxWrongCodes ? new Date(forgottenAt) : null };
}
