import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { AnyRoute } from '@tanstack/react-router';
import {
  ActionBarItem,
  Alert,
  AlertDescription,
  AlertTitle,
  ErrorPage,
  Page,
  PageActionBar,
  PageBlock,
  PageLayout,
  PageTitle,
} from '@vendure/dashboard';
import { TriangleAlertIcon } from 'lucide-react';
import { liveQuery } from '../../live/live-query';
import { useServerText } from '../../words/use-server-text';
import { DeliveryActions } from '../actions/delivery-actions';
import { AlertTexts, isAlerted } from '../alert-texts';
import { ProblemText } from '../problem-text';
import { Attempts } from './attempts';
import { CodeLock } from './code-lock';
import { Decisions } from './decisions';
import { deliveryDetailDocument } from './delivery-detail-document';
import { DeliveryFacts } from './delivery-facts';
import { DeliveryMap } from './delivery-map';
import { DriverFacts } from './driver-facts';
import { PlaceFacts } from './place-facts';
import { ProofFacts } from './proof-facts';
import { Timeline } from './timeline';

/** One delivery: what has happened to it and why, and what may be done about it. Live. */
export function DeliveryDetailPage({ route }: Readonly<{ route: AnyRoute }>) {
  const { t } = useLingui();
  const textOf = useServerText();
  const { id } = route.useParams() as { id: string };
  const { data, error } = useQuery(liveQuery(deliveryDetailDocument, { id }));
  if (!data) {
    return error && <ErrorPage message={textOf(error.message)} />;
  }
  const delivery = data.driverDelivery;
  if (!delivery) {
    return <ErrorPage message={t`There is no such delivery in this channel`} />;
  }
  const { engine, problem, proof } = delivery;
  return (
    <Page pageId="driver-delivery-detail" entity={delivery}>
      <PageTitle>
        <span className="wrap-anywhere">
          <Trans>Delivery of {delivery.orderCode}</Trans>
        </span>
      </PageTitle>
      <PageActionBar>
        <ActionBarItem itemId="delivery-actions" requiresPermission={['UpdateDriverDelivery']}>
          <DeliveryActions delivery={delivery} />
        </ActionBarItem>
      </PageActionBar>
      <PageLayout>
        {(problem || isAlerted(delivery)) && (
          <PageBlock column="main" blockId="problem">
            <Alert variant="destructive">
              <TriangleAlertIcon />
              <AlertTitle>
                <Trans>This delivery needs attention</Trans>
              </AlertTitle>
              <AlertDescription>
                {problem && <ProblemText problem={problem} failureCode={delivery.failureCode} />}
                <AlertTexts delivery={delivery} />
              </AlertDescription>
            </Alert>
          </PageBlock>
        )}
        {engine.failedPinAttempts > 0 && delivery.state === 'PICKED_UP' && (
          <PageBlock column="main" blockId="code-lock">
            <CodeLock engine={engine} />
          </PageBlock>
        )}
        <PageBlock column="side" blockId="state">
          <DeliveryFacts delivery={delivery} />
        </PageBlock>
        <PageBlock column="main" blockId="timeline" title={<Trans>What has happened</Trans>}>
          <Timeline delivery={delivery} />
        </PageBlock>
        <PageBlock
          column="main"
          blockId="decisions"
          title={<Trans>Why this driver</Trans>}
          description={<Trans>Who was looked at for each assignment, the nearest first</Trans>}
        >
          <Decisions engine={engine} />
        </PageBlock>
        {(delivery.pickup || delivery.dropoff) && (
          <PageBlock column="main" blockId="map" title={<Trans>Where it goes</Trans>}>
            <DeliveryMap delivery={delivery} />
          </PageBlock>
        )}
        {proof && (
          <PageBlock column="side" blockId="proof" title={<Trans>Proof of delivery</Trans>}>
            <ProofFacts proof={proof} delivery={delivery} />
          </PageBlock>
        )}
        <PageBlock column="side" blockId="driver" title={<Trans>Driver</Trans>}>
          <DriverFacts delivery={delivery} />
        </PageBlock>
        <PageBlock column="side" blockId="pickup" title={<Trans>Pickup</Trans>}>
          <PlaceFacts place={delivery.pickup} />
        </PageBlock>
        <PageBlock column="side" blockId="dropoff" title={<Trans>Drop-off</Trans>}>
          <PlaceFacts place={delivery.dropoff} />
        </PageBlock>
        {delivery.attempts.length > 1 && (
          <PageBlock column="side" blockId="attempts" title={<Trans>Attempts</Trans>}>
            <Attempts attempts={delivery.attempts} shown={delivery.id} />
          </PageBlock>
        )}
      </PageLayout>
    </Page>
  );
}
