import { Trans } from '@lingui/react/macro';
import { Page, PageBlock, PageLayout, PageTitle, useChannel, usePermissions } from '@vendure/dashboard';
import { isPlatform } from '../is-platform';
import { DeadLetters } from './dead-letters';
import { EngineHealth } from './engine-health';
import { FleetCounts } from './fleet-counts';
import { UnmatchedDeliveries } from './unmatched-deliveries';
import { WebhookEndpoint } from './webhook-endpoint';

/** The page for operators: rejected events, unmatched deliveries, health, webhook endpoint and driver counts. */
export function EnginePage() {
  const { activeChannel } = useChannel();
  const { hasPermissions } = usePermissions();
  return (
    <Page pageId="driver-dispatch-engine">
      <PageTitle>
        <Trans>Engine</Trans>
      </PageTitle>
      <PageLayout>
        <PageBlock
          column="main"
          blockId="dead-letters"
          title={<Trans>Rejected events</Trans>}
          description={<Trans>Later events of that delivery wait.</Trans>}
        >
          <DeadLetters />
        </PageBlock>
        <PageBlock
          column="main"
          blockId="unmatched-deliveries"
          title={<Trans>Unmatched deliveries</Trans>}
          description={
            <Trans>
              Deliveries of the engine without a delivery in this shop, for example after a backup was
              restored.
            </Trans>
          }
        >
          <UnmatchedDeliveries />
        </PageBlock>
        <PageBlock column="side" blockId="engine-health" title={<Trans>Health</Trans>}>
          <EngineHealth />
        </PageBlock>
        {isPlatform(activeChannel) && (
          <PageBlock column="side" blockId="webhook-endpoint" title={<Trans>Webhook endpoint</Trans>}>
            <WebhookEndpoint />
          </PageBlock>
        )}
        {hasPermissions(['ReadDriver']) && (
          <PageBlock column="side" blockId="fleet-counts" title={<Trans>Drivers</Trans>}>
            <FleetCounts />
          </PageBlock>
        )}
      </PageLayout>
    </Page>
  );
}
