import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, DetailPageButton, LabeledData } from '@vendure/dashboard';
import { Copyable } from '../../display/copyable';
import { Eta } from '../../display/eta';
import { Moment } from '../../display/moment';
import { CANCEL_REASONS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import { useProblemText } from '../../words/use-problem-text';
import { isBeforePickup, isBeingCancelled } from '../delivery-state';
import { DeliveryStateBadge } from '../delivery-state-badge';
import { HeldBadge } from '../held-badge';
import { orderPath } from '../order-path';
import { PromisedTime } from '../promised-time';
import { TrackingLink } from '../tracking-link';
import type { DeliveryDetail } from './delivery-detail-document';
import { DeliveryRequirements } from './delivery-requirements';

/** State and key data of a delivery. */
export function DeliveryDetails({ delivery }: Readonly<{ delivery: DeliveryDetail }>) {
  const { t } = useLingui();
  const getProblemText = useProblemText();
  const getReasonText = useCodeText(CANCEL_REASONS);
  const { state, order, orderCode, requirements, eta, readyAt, trackingCode } = delivery;
  const { cancelReasonCode, cancelReason, cancelRefusal, endedBy, endReason } = delivery;
  const cancellation = [cancelReasonCode && getReasonText(cancelReasonCode), cancelReason]
    .filter(Boolean)
    .join(': ');
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
      {requirements && (
        <LabeledData
          label={<Trans>Requirements</Trans>}
          value={<DeliveryRequirements requirements={requirements} />}
        />
      )}
      {delivery.promisedAt && (
        <LabeledData label={<Trans>Promised</Trans>} value={<PromisedTime delivery={delivery} />} />
      )}
      {eta && <LabeledData label={<Trans>ETA</Trans>} value={<Eta at={eta} />} />}
      {readyAt && isBeforePickup(state) && (
        <LabeledData label={<Trans>Ready for pickup</Trans>} value={<Moment at={readyAt} />} />
      )}
      <LabeledData label={<Trans>Created</Trans>} value={<Moment at={delivery.createdAt} />} />
      {cancellation && <LabeledData label={<Trans>Cancellation reason</Trans>} value={cancellation} />}
      {delivery.cancelledBy && (
        <LabeledData label={<Trans>Cancelled by</Trans>} value={delivery.cancelledBy} />
      )}
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
      {delivery.trackingUrl && <TrackingLink url={delivery.trackingUrl} />}
    </div>
  );
}
