import { Trans } from '@lingui/react/macro';
import { Page, PageBlock, PageLayout, PageTitle, useChannel, usePermissions } from '@vendure/dashboard';
import { isPlatform } from '../is-platform';
import { DeadLetters } from './dead-letters';
import { EngineHealth } from './engine-health';
import { FleetCounts } from './fleet-counts';
import { UnmatchedDeliveries } from './unmatched-deliveries';
import { WebhookEndpoint } from './webhook-endpoint';

/** How dispatch does as a whole, and what operators mend. */
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
          title={<Trans>Events this shop has refused</Trans>}
          description={<Trans>Each holds back the later ones of its delivery.</Trans>}
        >
          <DeadLetters />
        </PageBlock>
        <PageBlock
          column="main"
          blockId="unmatched-deliveries"
          title={<Trans>Unmatched deliveries</Trans>}
          description={
            <Trans>Deliveries of the engine that this shop does not know, as after a restored backup.</Trans>
          }
        >
          <UnmatchedDeliveries />
        </PageBlock>
        <PageBlock column="side" blockId="engine-health" title={<Trans>Health</Trans>}>
          <EngineHealth />
        </PageBlock>
        {isPlatform(activeChannel) && (
          <PageBlock column="side" blockId="webhook-endpoint" title={<Trans>Way to this shop</Trans>}>
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
