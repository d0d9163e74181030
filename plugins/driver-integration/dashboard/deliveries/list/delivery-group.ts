import type { VariablesOf } from '../../graphql/graphql';
import type { deliveryListDocument } from '../delivery-documents';
import type { DeliveryState } from '../delivery-state';
import type { Times } from './period';

type Options = NonNullable<VariablesOf<typeof deliveryListDocument>['options']>;
type Filter = NonNullable<Options['filter']>;

const PREPARING = ['NOT_READY', 'NOT_LOCATED', 'SUBMITTING', 'REFUSED'] as const satisfies DeliveryState[];

/** States of deliveries that have not ended. The database has an index on the state, which `notIn` would not use. */
const ACTIVE: DeliveryState[] = [...PREPARING, 'PENDING', 'ASSIGNED', 'PICKED_UP'];

/** Days in which deliveries ended that a search finds, unless the period is unlimited. */
const SEARCHED_DAYS = 90;

const DAY_MS = 24 * 60 * 60_000;

const daysBefore = (time: string, days: number) => new Date(Date.parse(time) - days * DAY_MS).toISOString();

/**
 * Delivered deliveries of a period. `updatedAt` reduces them by the index of `state` and `updatedAt`; one day allows for the
 * clocks and time zones of engine and database.
 */
const deliveredIn = ({ since }: Times): Filter => ({
  state: { in: ['DELIVERED'] },
  ...(since && { updatedAt: { after: daysBefore(since, 1) }, deliveredAt: { after: since } }),
});

/** Deliveries of a period that ended without success. `updatedAt` is their end, or a later redelivery. */
const endedIn = ({ since }: Times, ...states: DeliveryState[]): Filter => ({
  state: { in: states },
  ...(since && { updatedAt: { after: since } }),
});

/** Deliveries that have not ended, and those that ended in a period. Vendure would combine the fields within `_or` by OR. */
const shownIn = (times: Times): Filter => ({
  _or: [
    { state: { in: ACTIVE } },
    { _and: [deliveredIn(times)] },
    { _and: [endedIn(times, 'FAILED', 'CANCELLED')] },
  ],
});

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
    filter: (times: Times): Filter => ({
      _or: [
        { problemCode: { isNull: false } },
        { mismatch: { isNull: false } },
        { noProgressSince: { isNull: false } },
        { driverSilentSince: { isNull: false } },
        { noShowSince: { isNull: false } },
        { _and: [endedIn(times, 'FAILED')] },
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
  delivered: { label: /* i18n */ 'Delivered', states: ['DELIVERED'], filter: deliveredIn },
  unsuccessful: {
    label: /* i18n */ 'Failed or cancelled',
    states: ['FAILED', 'CANCELLED'],
    filter: (times: Times): Filter => endedIn(times, 'FAILED', 'CANCELLED'),
  },
} as const;

export type DeliveryGroup = keyof typeof DELIVERY_GROUPS;

/** Whether the deliveries of a group have ended. They are listed newest first; the others oldest first. */
export const isEnded = (group: DeliveryGroup) => group === 'delivered' || group === 'unsuccessful';

/** The group in the `show` parameter of the URL, if any. */
export function readGroup(search: { show?: unknown }): DeliveryGroup | undefined {
  return Object.keys(DELIVERY_GROUPS).find((group): group is DeliveryGroup => group === search.show);
}

/**
 * Adds the filters of a group and of the period to the list options. The period applies to deliveries that have ended. A
 * search includes those of the last {@link SEARCHED_DAYS} days, or all if the period is unlimited.
 */
export function withGroup<Variables extends { options?: { filter?: unknown } | null }>(
  variables: Variables,
  group: DeliveryGroup | undefined,
  times: Times,
): Variables {
  const filter = (variables.options?.filter ?? {}) as Filter;
  const isSearch = filter._or !== undefined;
  const since = times.since && isSearch ? daysBefore(times.now, SEARCHED_DAYS) : times.since;
  if (!group && !since) {
    return variables;
  }
  const period = { ...times, since };
  const added = group ? DELIVERY_GROUPS[group].filter(period) : shownIn(period);
  const both = { ...filter, _and: [...(filter._and ?? []), added] };
  return { ...variables, options: { ...variables.options, filter: both } };
}
