import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, DetailPageButton, LabeledData } from '@vendure/dashboard';
import { Copyable } from '../../display/copyable';
import { Moment } from '../../display/moment';
import { useProblemText } from '../../words/use-problem-text';
import { isBeforePickup, isBeingCancelled } from '../delivery-state';
import { DeliveryStateBadge } from '../delivery-state-badge';
import { HeldBadge } from '../held-badge';
import { orderPath } from '../order-path';
import type { DeliveryDetail } from './delivery-detail-document';

/** State and key data of a delivery. */
export function DeliveryDetails({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const { t } = useLingui();
  const getProblemText = useProblemText();
  const { state, order, orderCode, eta, readyAt, trackingCode } = delivery;
  const { cancelReason, cancelRefusal, endedBy, endReason } = delivery;
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap gap-1" role="status">
        <DeliveryStateBadge state={state} />
        <HeldBadge delivery={delivery} />
        {isBeingCancelled(delivery) && (
          <Badge variant="outline">
            <Trans>Cancellation pending</Trans>
          </Badge>
        )}
      </div>
      <LabeledData
        label={<Trans>Order</Trans>}
        value={
          order ? <DetailPageButton href={orderPath(order)} label={orderCode} className="-ml-3" /> : orderCode
        }
      />
      {eta && <LabeledData label={<Trans>ETA</Trans>} value={<Moment at={eta} />} />}
      {readyAt && isBeforePickup(state) && (
        <LabeledData label={<Trans>Ready for pickup</Trans>} value={<Moment at={readyAt} />} />
      )}
      <LabeledData label={<Trans>Created</Trans>} value={<Moment at={delivery.createdAt} />} />
      {cancelReason && <LabeledData label={<Trans>Cancellation reason</Trans>} value={cancelReason} />}
      {cancelRefusal && (
        <LabeledData label={<Trans>Cancellation rejected</Trans>} value={getProblemText(cancelRefusal)} />
      )}
      {endedBy && <LabeledData label={<Trans>Ended by</Trans>} value={endedBy} />}
      {endReason && <LabeledData label={<Trans>Reason</Trans>} value={endReason} />}
      {trackingCode && (
        <LabeledData
          label={<Trans>Tracking code</Trans>}
          value={<Copyable value={trackingCode} label={t`Copy tracking code`} />}
        />
      )}
    </div>
  );
}
