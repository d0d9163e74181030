import { msg } from '@lingui/core/macro';
import type { VariablesOf } from '../../graphql/graphql';
import type { deliveryListDocument } from '../delivery-documents';
import type { DeliveryState } from '../delivery-state';

type Options = NonNullable<VariablesOf<typeof deliveryListDocument>['options']>;
type Filter = NonNullable<Options['filter']>;

const inStates = (...states: DeliveryState[]) => ({ states, filter: { state: { in: states } } as Filter });

/** The groups of the board, in the order in which deliveries go through them. */
export const DELIVERY_GROUPS = {
  attention: {
    label: msg`Need attention`,
    /** What `stuckDriverDeliveries` counts. */
    filter: {
      _or: [
        { problem: { isNull: false } },
        { mismatch: { isNull: false } },
        { state: { eq: 'FAILED' } },
        { noProgressSince: { isNull: false } },
        { driverSilentSince: { isNull: false } },
      ],
    } as Filter,
    states: undefined,
  },
  preparing: {
    label: msg`Being prepared`,
    ...inStates('NOT_READY', 'NOT_LOCATED', 'SUBMITTING', 'REFUSED'),
  },
  waiting: { label: msg`Waiting for a driver`, ...inStates('PENDING') },
  toStore: { label: msg`On the way to the store`, ...inStates('ASSIGNED') },
  toDoor: { label: msg`On the way to the door`, ...inStates('PICKED_UP') },
  delivered: { label: msg`Delivered`, ...inStates('DELIVERED') },
  inVain: { label: msg`Failed or cancelled`, ...inStates('FAILED', 'CANCELLED') },
} as const;

export type DeliveryGroup = keyof typeof DELIVERY_GROUPS;

/** The group that the address names, if it names one. */
export function groupOf(search: { show?: unknown }): DeliveryGroup | undefined {
  return Object.keys(DELIVERY_GROUPS).find((group): group is DeliveryGroup => group === search.show);
}

/** Options of the list with those of a group only. */
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
