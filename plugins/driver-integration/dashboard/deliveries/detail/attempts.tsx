import { Trans } from '@lingui/react/macro';
import { DetailPageButton } from '@vendure/dashboard';
import { DeliveryStateBadge } from '../delivery-state-badge';
import type { DeliveryDetail } from './delivery-detail-document';

interface AttemptsProps {
  attempts: DeliveryDetail['attempts'];
  /** The attempt whose page this is. */
  shown: string;
}

/** The deliveries of one order, each of which followed one that failed or was cancelled. */
export function Attempts({ attempts, shown }: Readonly<AttemptsProps>) {
  return (
    <ul className="space-y-1">
      {attempts.map(({ id, attempt, state }) => (
        <li key={id} className="flex items-center justify-between gap-2 text-sm">
          <DetailPageButton
            href={`/driver-deliveries/${id}`}
            disabled={id === shown}
            label={<Trans>attempt {attempt}</Trans>}
            className="-ml-3"
          />
          <DeliveryStateBadge state={state} />
        </li>
      ))}
    </ul>
  );
}
