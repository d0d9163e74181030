import type { ResolvedSellerStoreInfoOptions, SellerStoreInfoOptions } from './plugin-options';
import { isTimeZone } from './opening-hours/local-time';
import { PREPARATION_MINUTES } from './store-fields/store-limits';

/**
 * The options with their defaults.
 *
 * @throws Error naming the option that is out of range
 */
export function resolveOptions(options: SellerStoreInfoOptions = {}): ResolvedSellerStoreInfoOptions {
  const { defaultPreparationMinutes = 15, defaultTimeZone = 'UTC' } = options;
  const { min, max } = PREPARATION_MINUTES;
  if (
    !Number.isInteger(defaultPreparationMinutes) ||
    defaultPreparationMinutes < min ||
    defaultPreparationMinutes > max
  ) {
    throw new Error(
      `SellerStoreInfoPlugin: defaultPreparationMinutes must be a whole number from ${min} to ${max}`,
    );
  }
  if (!isTimeZone(defaultTimeZone)) {
    throw new Error(
      'SellerStoreInfoPlugin: defaultTimeZone must be an IANA time zone, such as Europe/Berlin',
    );
  }
  return { defaultPreparationMinutes, defaultTimeZone };
}
