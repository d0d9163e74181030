import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, AlertDescription, Button, PermissionGuard, useQueryClient } from '@vendure/dashboard';
import { useAction } from '../../display/use-action';
import { runMutation } from '../../run-mutation';
import { updateDriverDocument } from '../driver-documents';

/** Whether a driver has no channels: the driver app has registered the driver and no operator has set channels. */
export function unassigned(driver: { channels: readonly unknown[]; servesEveryChannel: boolean }): boolean {
  return driver.channels.length === 0 && !driver.servesEveryChannel;
}

/** Warns that a driver without channels gets no deliveries, with a button that allows all channels. */
export function UnassignedDriverAlert({ driverId }: Readonly<{ driverId: string }>) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const serveAll = useAction(
    async () => {
      await runMutation(updateDriverDocument, { input: { driverId, channelIds: [] } });
      await queries.invalidateQueries({ queryKey: ['DetailPage'] });
    },
    () => t`Driver allowed in all channels`,
  );
  return (
    <Alert className="mb-4">
      <AlertDescription className="flex flex-wrap items-center gap-2">
        <Trans>This driver gets no deliveries until channels are chosen.</Trans>
        <PermissionGuard requires="UpdateDriver">
          <Button
            type="button"
            variant="secondary"
            disabled={serveAll.isPending}
            onClick={() => serveAll.mutate()}
          >
            <Trans>Allow all channels</Trans>
          </Button>
        </PermissionGuard>
      </AlertDescription>
    </Alert>
  );
}
