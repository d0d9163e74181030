import { Trans, useLingui } from '@lingui/react/macro';
import { LabeledData, useLocalFormat } from '@vendure/dashboard';
import { PROOFS } from '../../words/code-texts';
import { useCodeText } from '../../words/use-code-text';
import type { DeliveryDetail } from './delivery-detail-document';
import { ProofImage } from './proof-image';

interface ProofDetailsProps {
  proof: NonNullable<DeliveryDetail['proof']>;
  delivery: Pick<DeliveryDetail, 'orderCode' | 'driverName' | 'deliveredAt'>;
}

/** Proof of delivery: method, time, driver, receiver and image. */
export function ProofDetails({ proof, delivery }: Readonly<ProofDetailsProps>) {
  const { t } = useLingui();
  const getMethodLabel = useCodeText(PROOFS);
  const { formatDate } = useLocalFormat();
  const { kind, receivedBy, imageUrl } = proof;
  const { orderCode, driverName, deliveredAt } = delivery;
  return (
    <div className="space-y-3">
      <LabeledData label={<Trans>Method</Trans>} value={getMethodLabel(kind)} />
      {deliveredAt && (
        <LabeledData
          label={<Trans>Time</Trans>}
          value={
            <time dateTime={deliveredAt}>
              {formatDate(deliveredAt, { dateStyle: 'medium', timeStyle: 'short' })}
            </time>
          }
        />
      )}
      {driverName && <LabeledData label={<Trans>Driver</Trans>} value={driverName} />}
      {receivedBy && (
        <LabeledData
          label={kind === 'signature' ? <Trans>Signed by</Trans> : <Trans>Received by</Trans>}
          value={receivedBy}
        />
      )}
      {imageUrl && (
        <ProofImage
          url={imageUrl}
          text={
            kind === 'signature'
              ? t`Signature for order ${orderCode}`
              : t`Delivery photo for order ${orderCode}`
          }
        />
      )}
    </div>
  );
}
