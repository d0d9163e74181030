import type { Requirements } from '@driver-dispatch/contract';
import type { CustomFieldConfig, InjectableStrategy, Order, RequestContext } from '@vendure/core';

/** Determines what an order requires of its driver: vehicle kinds, tags and load. */
export interface RequirementsStrategy extends InjectableStrategy {
  /** Custom fields of `ProductVariant` that the strategy reads. The plugin adds those that the shop does not have. */
  readonly variantFields?: readonly CustomFieldConfig[];

  /**
   * Called when the delivery is submitted, and again when its pickup changes. Invalid requirements make the delivery `REFUSED`.
   *
   * @param order with its lines and channels
   * @returns undefined if every driver may deliver the order
   */
  requirementsOf(
    ctx: RequestContext,
    order: Order,
  ): Requirements | undefined | Promise<Requirements | undefined>;
}
