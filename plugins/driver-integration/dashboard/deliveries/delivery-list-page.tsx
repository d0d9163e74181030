import { Trans } from '@lingui/react/macro';
import { Page, PageBlock, PageLayout, PageTitle } from '@vendure/dashboard';

export function DeliveryListPage() {
  return (
    <Page pageId="driver-delivery-list">
      <PageTitle>
        <Trans>Deliveries</Trans>
      </PageTitle>
      <PageLayout>
        <PageBlock column="full" blockId="list">
          <Trans>Deliveries</Trans>
        </PageBlock>
      </PageLayout>
    </Page>
  );
}
