import type { VariablesOf } from '../../graphql/graphql';
import type { deliveryListDocument } from '../delivery-documents';
import type { DeliveryState } from '../delivery-state';
import type { Times } from './period';

type Options = NonNullable<VariablesOf<typeof deliveryListDocument>['options']>;
type Filter = NonNullable<Options['filter']>;

const PREPARING = ['NOT_READY', 'NOT_LOCATED', 'SUBMITTING', 'REFUSED'] as const satisfies DeliveryState[];

/** States of deliveries that have not ended. The database has an index on the state, which `notIn` would not use. */
const ACTIVE: DeliveryState[] = [...PREPARING, 'PENDING', 'ASSIGNED', 'PICKED_UP'];

const inStates = (...states: DeliveryState[]) => ({
  states,
  filter: (): Filter => ({ state: { in: states } }),
});

/** The groups of the board, in the order in which deliveries pass through them. */
export const DELIVERY_GROUPS = {
  attention: {
    label: /* i18n */ 'Needs attention',
    states: undefined,
    /** Deliveries with a problem, a mismatch or an alert, and those of the period that failed. */
    filter: ({ since }: Times): Filter => ({
      _or: [
        { problemCode: { isNull: false } },
        { mismatch: { isNull: false } },
        { noProgressSince: { isNull: false } },
        { driverSilentSince: { isNull: false } },
        { _and: [{ state: { eq: 'FAILED' } }, ...(since ? [{ createdAt: { after: since } }] : [])] },
      ],
    }),
  },
  late: {
    label: /* i18n */ 'Late',
    states: undefined,
    /** Deliveries that have not ended and whose promised time is over. */
    filter: ({ now }: Times): Filter => ({ promisedAt: { before: now }, state: { in: ACTIVE } }),
  },
  preparing: {
    label: /* i18n */ 'In preparation',
    ...inStates(...PREPARING),
  },
  waiting: { label: /* i18n */ 'Waiting for a driver', ...inStates('PENDING') },
  toPickup: { label: /* i18n */ 'On the way to pickup', ...inStates('ASSIGNED') },
  toDropoff: { label: /* i18n */ 'On the way to drop-off', ...inStates('PICKED_UP') },
  delivered: { label: /* i18n */ 'Delivered', ...inStates('DELIVERED') },
  unsuccessful: { label: /* i18n */ 'Failed or cancelled', ...inStates('FAILED', 'CANCELLED') },
} as const;

export type DeliveryGroup = keyof typeof DELIVERY_GROUPS;

/** Whether the deliveries of a group have ended. They are listed newest first; the others oldest first. */
export const hasEnded = (group: DeliveryGroup) => group === 'delivered' || group === 'unsuccessful';

/** The group in the `show` parameter of the URL, if any. */
export function readGroup(search: { show?: unknown }): DeliveryGroup | undefined {
  return Object.keys(DELIVERY_GROUPS).find((group): group is DeliveryGroup => group === search.show);
}

/**
 * Adds the filters of a group and of the period to the list options. The period does not apply to deliveries that have not
 * ended, to the group `attention`, and to a search: a caller may ask for any delivery.
 */
export function withGroup<Variables extends { options?: { filter?: unknown } | null }>(
  variables: Variables,
  group: DeliveryGroup | undefined,
  times: Times,
): Variables {
  const filter = (variables.options?.filter ?? {}) as Filter;
  const { since } = times;
  const isSearch = filter._or !== undefined;
  const added: Filter[] = group ? [DELIVERY_GROUPS[group].filter(times)] : [];
  if (since && group !== 'attention' && !isSearch) {
    added.push({ _or: [{ state: { in: ACTIVE } }, { createdAt: { after: since } }] });
  }
  const both = { ...filter, _and: [...(filter._and ?? []), ...added] };
  return added.length > 0 ? { ...variables, options: { ...variables.options, filter: both } } : variables;
}
