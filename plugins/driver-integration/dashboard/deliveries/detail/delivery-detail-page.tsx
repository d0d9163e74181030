import { Trans, useLingui } from '@lingui/react/macro';
import {
  ActionBarItem,
  Alert,
  AlertDescription,
  AlertTitle,
  type AnyRoute,
  ErrorPage,
  Page,
  PageActionBar,
  PageBlock,
  PageLayout,
  PageTitle,
  PermissionGuard,
  useQuery,
} from '@vendure/dashboard';
import { TriangleAlertIcon } from 'lucide-react';
import { usePageTitle } from '../../display/use-page-title';
import { liveQuery } from '../../live/live-query';
import { useErrorText } from '../../words/use-problem-text';
import { DeliveryActions } from '../actions/delivery-actions';
import { AlertTexts } from '../alert-texts';
import { isAlerted } from '../is-alerted';
import { isTroubled, ProblemText } from '../problem-text';
import { AssignmentCandidates } from './assignment-candidates';
import { deliveryDetailDocument } from './delivery-detail-document';
import { DeliveryDetails } from './delivery-details';
import { DeliveryMap } from './delivery-map';
import { DriverDetails } from './driver-details';
import { MessageForm } from './message-form';
import { OrderDeliveries } from './order-deliveries';
import { PinAttempts } from './pin-attempts';
import { PlaceDetails } from './place-details';
import { ProofDetails } from './proof-details';
import { Timeline } from './timeline';

/** The page of one delivery: timeline, candidates, route, details and actions. Refreshes itself. */
export function DeliveryDetailPage({ route }: Readonly<{ route: AnyRoute }>) {
  const { t } = useLingui();
  const getErrorText = useErrorText();
  const { id } = route.useParams() as { id: string };
  const { data, error } = useQuery(liveQuery(deliveryDetailDocument, { id }));
  usePageTitle(data?.driverDelivery?.orderCode);
  if (!data) {
    return error && <ErrorPage message={getErrorText(error)} />;
  }
  const delivery = data.driverDelivery;
  if (!delivery) {
    return <ErrorPage message={t`Delivery not found in this channel`} />;
  }
  const { engine: engineDelivery, proof } = delivery;
  return (
    <Page pageId="driver-delivery-detail" entity={delivery}>
      <PageTitle>
        <span className="wrap-anywhere">
          <Trans>Delivery of {delivery.orderCode}</Trans>
        </span>
      </PageTitle>
      <PageActionBar>
        <ActionBarItem itemId="delivery-actions" requiresPermission={['WriteDriverDelivery']}>
          <DeliveryActions delivery={delivery} />
        </ActionBarItem>
      </PageActionBar>
      <PageLayout>
        {(isTroubled(delivery) || isAlerted(delivery)) && (
          <PageBlock column="main" blockId="problem">
            <Alert variant="destructive">
              <TriangleAlertIcon />
              <AlertTitle>
                <Trans>This delivery needs attention</Trans>
              </AlertTitle>
              <AlertDescription>
                <ProblemText delivery={delivery} />
                <AlertTexts delivery={delivery} />
              </AlertDescription>
            </Alert>
          </PageBlock>
        )}
        {engineDelivery.failedPinAttempts > 0 && delivery.state === 'PICKED_UP' && (
          <PageBlock column="main" blockId="pin-attempts">
            <PinAttempts engine={engineDelivery} />
          </PageBlock>
        )}
        <PageBlock column="side" blockId="state">
          <DeliveryDetails delivery={delivery} />
        </PageBlock>
        <PageBlock column="main" blockId="timeline" title={<Trans>Timeline</Trans>}>
          <Timeline delivery={delivery} />
          {(delivery.state === 'ASSIGNED' || delivery.state === 'PICKED_UP') && (
            <PermissionGuard requires="WriteDriverDelivery">
              <MessageForm delivery={delivery} />
            </PermissionGuard>
          )}
        </PageBlock>
        <PageBlock column="main" blockId="candidates" title={<Trans>Candidates, nearest first</Trans>}>
          <AssignmentCandidates engine={engineDelivery} />
        </PageBlock>
        {(delivery.pickup || delivery.dropoff) && (
          <PageBlock column="main" blockId="map" title={<Trans>Route</Trans>}>
            <DeliveryMap delivery={delivery} />
          </PageBlock>
        )}
        {proof && (
          <PageBlock column="side" blockId="proof" title={<Trans>Proof of delivery</Trans>}>
            <ProofDetails proof={proof} delivery={delivery} />
          </PageBlock>
        )}
        <PageBlock
          column="side"
          blockId="driver"
          title={delivery.state === 'PENDING' ? <Trans>Why no driver yet</Trans> : <Trans>Driver</Trans>}
        >
          <DriverDetails delivery={delivery} />
        </PageBlock>
        <PageBlock column="side" blockId="pickup" title={<Trans>Pickup</Trans>}>
          <PlaceDetails place={delivery.pickup} />
        </PageBlock>
        <PageBlock column="side" blockId="dropoff" title={<Trans>Drop-off</Trans>}>
          <PlaceDetails place={delivery.dropoff} />
        </PageBlock>
        {delivery.orderDeliveries.length > 1 && (
          <PageBlock column="side" blockId="order-deliveries" title={<Trans>Deliveries of this order</Trans>}>
            <OrderDeliveries orderDeliveries={delivery.orderDeliveries} shown={delivery.id} />
          </PageBlock>
        )}
      </PageLayout>
    </Page>
  );
}
