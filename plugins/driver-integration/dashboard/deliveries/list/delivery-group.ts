import { msg } from '@lingui/core/macro';
import type { VariablesOf } from '../../graphql/graphql';
import type { deliveryListDocument } from '../delivery-documents';
import type { DeliveryState } from '../delivery-state';

type Options = NonNullable<VariablesOf<typeof deliveryListDocument>['options']>;
type Filter = NonNullable<Options['filter']>;

const inStates = (...states: DeliveryState[]) => ({ states, filter: { state: { in: states } } as Filter });

/** The groups of the board, in the order in which deliveries pass through them. */
export const DELIVERY_GROUPS = {
  attention: {
    label: msg`Needs attention`,
    /** The same filter as `stuckDriverDeliveries`. */
    filter: {
      _or: [
        { problemCode: { isNull: false } },
        { mismatch: { isNull: false } },
        { state: { eq: 'FAILED' } },
        { noProgressSince: { isNull: false } },
        { driverSilentSince: { isNull: false } },
      ],
    } as Filter,
    states: undefined,
  },
  preparing: {
    label: msg`In preparation`,
    ...inStates('NOT_READY', 'NOT_LOCATED', 'SUBMITTING', 'REFUSED'),
  },
  waiting: { label: msg`Waiting for a driver`, ...inStates('PENDING') },
  toPickup: { label: msg`On the way to pickup`, ...inStates('ASSIGNED') },
  toDropoff: { label: msg`On the way to drop-off`, ...inStates('PICKED_UP') },
  delivered: { label: msg`Delivered`, ...inStates('DELIVERED') },
  unsuccessful: { label: msg`Failed or cancelled`, ...inStates('FAILED', 'CANCELLED') },
} as const;

export type DeliveryGroup = keyof typeof DELIVERY_GROUPS;

/** The group in the `show` parameter of the URL, if any. */
export function readGroup(search: { show?: unknown }): DeliveryGroup | undefined {
  return Object.keys(DELIVERY_GROUPS).find((group): group is DeliveryGroup => group === search.show);
}

/** Adds the filter of a group to the list options. */
export function withGroup<Variables extends { options?: { filter?: unknown } | null }>(
  variables: Variables,
  group: DeliveryGroup | undefined,
): Variables {
  if (!group) {
    return variables;
  }
  const filter = (variables.options?.filter ?? {}) as Filter;
  const both = { ...filter, _and: [...(filter._and ?? []), DELIVERY_GROUPS[group].filter] };
  return { ...variables, options: { ...variables.options, filter: both } };
}
