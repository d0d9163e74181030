import { Trans } from '@lingui/react/macro';
import { Button, toast, useMutation } from '@vendure/dashboard';
import { useState } from 'react';
import { useRefreshLive } from '../../live/use-refresh-live';
import { runMutation } from '../../run-mutation';
import { useErrorText } from '../../words/use-problem-text';
import { TrackerDialog, type TrackerSetup } from './tracker-dialog';
import { createDriverTrackerSecretDocument } from './tracker-documents';
import { TRACKING_APPS, type TrackingApp } from './tracking-app';

interface SetUpButtonsProps {
  driverId: string;
  driverName: string;
}

/** Creates a secret for a tracking app and shows the setup. */
export function SetUpButtons({ driverId, driverName }: Readonly<SetUpButtonsProps>) {
  const getErrorText = useErrorText();
  const refresh = useRefreshLive();
  const [setup, setSetup] = useState<TrackerSetup>();
  const [isOpen, setOpen] = useState(false);
  const create = useMutation({
    mutationFn: (app: TrackingApp) =>
      runMutation(createDriverTrackerSecretDocument, { driverId, label: TRACKING_APPS[app].name }),
    onSuccess: ({ createDriverTrackerSecret: secret }, app) => {
      setSetup({ app, secret });
      setOpen(true);
    },
    onError: (error) => toast.error(getErrorText(error)),
    onSettled: refresh,
  });
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        type="button"
        variant="secondary"
        disabled={create.isPending}
        onClick={() => create.mutate('traccar')}
      >
        <Trans>Set up Traccar Client</Trans>
      </Button>
      <Button
        type="button"
        variant="secondary"
        disabled={create.isPending}
        onClick={() => create.mutate('ownTracks')}
      >
        <Trans>Set up OwnTracks</Trans>
      </Button>
      {setup && (
        <TrackerDialog open={isOpen} driverName={driverName} setup={setup} onClose={() => setOpen(false)} />
      )}
    </div>
  );
}
