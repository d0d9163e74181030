import { Trans, useLingui } from '@lingui/react/macro';
import { api, Button, PermissionGuard, Skeleton, useQuery } from '@vendure/dashboard';
import { Details } from '../display/details';
import { Moment } from '../display/moment';
import { Problem } from '../display/problem';
import { useAction } from '../display/use-action';
import { useRetainedFocus } from '../display/use-retained-focus';
import { liveQuery } from '../live/live-query';
import { ALERTS } from '../words/code-texts';
import { useCodeText } from '../words/use-code-text';
import { useProblemText } from '../words/use-problem-text';
import { ConditionBadge } from './condition-badge';
import { resumeWebhookEndpointDocument, webhookEndpointDocument } from './engine-documents';

/** State of the webhook endpoint, with its open alerts. */
export function WebhookEndpoint() {
  const { t } = useLingui();
  const retainedFocus = useRetainedFocus<HTMLDivElement>();
  const getAlertText = useCodeText(ALERTS);
  const getProblemText = useProblemText();
  const { data, error } = useQuery(liveQuery(webhookEndpointDocument, {}));
  const resume = useAction(
    () => api.mutate(resumeWebhookEndpointDocument, {}),
    () => t`Sending resumed`,
  );
  if (!data) {
    return error ? <Problem error={error} /> : <Skeleton className="h-24" />;
  }
  const { state, since, consecutiveFailures, lastError, unsent } = data.dispatchWebhookEndpoint;
  return (
    <div {...retainedFocus} className="space-y-4">
      <Details
        entries={[
          [<Trans>State</Trans>, <ConditionBadge condition={state} />],
          [<Trans>Since</Trans>, <Moment at={since} />],
          [<Trans>Unsent events</Trans>, <span className="tabular-nums">{unsent}</span>],
          [<Trans>Consecutive failures</Trans>, consecutiveFailures > 0 ? consecutiveFailures : null],
          [
            <Trans>Last error</Trans>,
            lastError && <span title={lastError.message}>{getProblemText(lastError)}</span>,
          ],
          // The alerts of deliveries are shown on the pages of the deliveries.
          ...data.dispatchAlerts.items
            .filter(({ engineDeliveryId }) => engineDeliveryId === null)
            .map(
              ({ id, type, raisedAt }) =>
                [
                  <Trans>Alert</Trans>,
                  <div key={id} className="flex flex-wrap gap-x-2">
                    <span title={type}>{getAlertText(type)}</span> <Moment at={raisedAt} />
                  </div>,
                ] as const,
            ),
        ]}
      />
      {state === 'stopped' && (
        <PermissionGuard requires="WriteDriverDelivery">
          <Button type="button" disabled={resume.isPending} onClick={() => resume.mutate()}>
            <Trans>Resume sending</Trans>
          </Button>
        </PermissionGuard>
      )}
    </div>
  );
}
