import type { I18n } from '@lingui/core';
import type { ResultOf } from '../graphql/graphql';
import { ALERTS } from '../words/code-texts';
import { translateProblem } from '../words/translate-problem';
import type { alertsDocument } from './alerts-document';

/** The state that alerts are found in. */
export interface LoadedState extends ResultOf<typeof alertsDocument> {
  /** Whether the active channel is the default channel. */
  isPlatform: boolean;
}

/** `forbidden`: without login or without the permission to read deliveries. `undefined`: before the first check. */
export type AlertState = LoadedState | 'forbidden' | 'unreachable' | undefined;

/** A condition that needs a dispatcher or an operator. */
export interface AlertKind {
  id: string;
  severity: 'warning' | 'error';
  title: string;
  /** Returns undefined if the condition is not met, else a description, which may be empty. */
  describe: (state: AlertState, i18n: I18n) => string | undefined;
  /** The page that shows the cause. */
  page?: { to: string; show?: string };
}

const ENGINE_PAGE = { to: '/driver-dispatch-engine' };
const WAITING = { to: '/driver-deliveries', show: 'waiting' };
const ATTENTION = { to: '/driver-deliveries', show: 'attention' };

const ORDERS = /* i18n */ '{count, plural, one {# order} other {# orders}}';
const DELIVERIES = /* i18n */ '{count, plural, one {# delivery} other {# deliveries}}';

const DISPATCH_ALERTS: readonly AlertKind[] = [
  {
    id: 'shop-unreachable',
    severity: 'error',
    title: /* i18n */ 'The shop does not respond',
    describe: (state) => (state === 'unreachable' ? '' : undefined),
  },
  {
    id: 'engine-down',
    severity: 'error',
    title: /* i18n */ 'The engine is down',
    describe: whenLoaded(({ driverDispatchStatus: { engine } }, i18n) =>
      engine.status === 'down' ? (engine.problem ? translateProblem(i18n, engine.problem) : '') : undefined,
    ),
    page: ENGINE_PAGE,
  },
  {
    id: 'without-driver',
    severity: 'warning',
    title: /* i18n */ 'No available driver for waiting orders',
    describe: whenLoaded(({ withoutDriver: { items } }) =>
      items.length > 0 ? countByStore(items) : undefined,
    ),
    page: WAITING,
  },
  {
    id: 'waiting-too-long',
    severity: 'error',
    title: /* i18n */ 'Orders are waiting too long for a driver',
    describe: whenLoaded(({ waitingTooLong }, i18n) => describeCount(i18n, ORDERS, waitingTooLong)),
    page: WAITING,
  },
  {
    id: 'without-progress',
    severity: 'error',
    title: /* i18n */ 'Deliveries without progress',
    describe: whenLoaded(({ withoutProgress }, i18n) => describeCount(i18n, DELIVERIES, withoutProgress)),
    page: ATTENTION,
  },
];

/** The alerts of the engine, for the operators of the default channel. */
const ENGINE_ALERTS: readonly AlertKind[] = Object.entries(ALERTS)
  .filter(([type]) => !type.startsWith('delivery.'))
  .map(([type, title]) => ({
    id: type,
    severity: type === 'unmatched_delivery.added' ? 'warning' : 'error',
    title,
    describe: whenLoaded(({ isPlatform, driverDispatchStatus: { engine } }) =>
      isPlatform && engine.warnings.includes(type) ? '' : undefined,
    ),
    page: ENGINE_PAGE,
  }));

export const ALERT_KINDS: readonly AlertKind[] = [...DISPATCH_ALERTS, ...ENGINE_ALERTS];

function whenLoaded(describe: (state: LoadedState, i18n: I18n) => string | undefined): AlertKind['describe'] {
  return (state, i18n) => (typeof state === 'object' ? describe(state, i18n) : undefined);
}

function describeCount(i18n: I18n, text: string, { totalItems }: { totalItems: number }): string | undefined {
  return totalItems > 0 ? i18n._(text, { count: totalItems }) : undefined;
}

/** Lists the stores with their number of waiting orders. */
function countByStore(deliveries: LoadedState['withoutDriver']['items']): string {
  const counts = new Map<string, number>();
  for (const { pickup } of deliveries) {
    const name = pickup?.name ?? '';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => `${name} (${count})`.trim()).join(', ');
}
