import type { ResolvedSellerStoreInfoOptions, SellerStoreInfoOptions } from './plugin-options';
import { PREPARATION_MINUTES } from './store-fields/store-limits';

/**
 * The options with their defaults.
 *
 * @throws Error naming the option that is out of range
 */
export function resolveOptions(options: SellerStoreInfoOptions = {}): ResolvedSellerStoreInfoOptions {
  const { defaultPreparationMinutes = 15 } = options;
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
  return { defaultPreparationMinutes };
}
