import { Trans, useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { Alert, AlertDescription, api, Button, PermissionGuard } from '@vendure/dashboard';
import { useAction } from '../../display/use-action';
import { updateDriverDocument } from '../driver-documents';

/** Whether a driver serves no channel yet: the driver app registered the driver, and no operator has chosen channels. */
export function unassigned(driver: { channels: readonly unknown[]; servesEveryChannel: boolean }): boolean {
  return driver.channels.length === 0 && !driver.servesEveryChannel;
}

/** Says that a driver gets no deliveries yet, and lets an operator accept the driver for every channel. */
export function UnassignedDriverAlert({ id }: Readonly<{ id: string }>) {
  const { t } = useLingui();
  const queries = useQueryClient();
  const serveAll = useAction(
    async () => {
      await api.mutate(updateDriverDocument, { input: { id, channelIds: [] } });
      await queries.invalidateQueries({ queryKey: ['DetailPage'] });
    },
    () => t`The driver serves every channel`,
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
            <Trans>Serve every channel</Trans>
          </Button>
        </PermissionGuard>
      </AlertDescription>
    </Alert>
  );
}
