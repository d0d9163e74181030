import { useLingui } from '@lingui/react/macro';
import { useDisplayLocale } from '@vendure/dashboard';
import { formatDistance } from '../../display/distance';
import type { ActionOutcome } from '../../display/group-outcomes';
import type { ResultOf } from '../../graphql/graphql';
import type { Rejection } from '../../run-mutation';
import type { redispatchDeliveryDocument } from '../delivery-documents';

type Redispatched = Exclude<
  ResultOf<typeof redispatchDeliveryDocument>['redispatchDriverDelivery'],
  Rejection
>;

/** Returns a function that says what happened to a delivery that was dispatched again. */
export function useRedispatchOutcome(): (id: string, result: Redispatched) => ActionOutcome {
  const { t } = useLingui();
  const { bcp47Tag } = useDisplayLocale();
  return (id, { id: nextId, engine: { state, searchRadiusMetres, assignments } }) => {
    if (nextId !== id) {
      return { tone: 'success', text: t`Redelivery created` };
    }
    if (state === 'PENDING') {
      const radius = searchRadiusMetres === null ? '' : formatDistance(searchRadiusMetres, bcp47Tag);
      const text = radius ? t`Still no driver within ${radius}` : t`Still no driver available`;
      return { tone: 'warning', text };
    }
    const name = state === 'ASSIGNED' && assignments.at(-1)?.driverName;
    return { tone: 'success', text: name ? t`Assigned to ${name}` : t`Submitted again` };
  };
}
