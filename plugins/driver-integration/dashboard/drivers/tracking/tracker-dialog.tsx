import { Trans, useLingui } from '@lingui/react/macro';
import { Alert, AlertDescription } from '@vendure/dashboard';
import { Copyable } from '../../display/copyable';
import { LinkWithCode } from '../../display/link-with-code';
import { PrintableDialog } from '../../display/printable-dialog';
import type { NewTrackerSecret } from './tracker-documents';
import { TRACKING_APPS, type TrackingApp } from './tracking-app';

/** A new secret, and the tracking app that is set up with it. */
export interface TrackerSetup {
  app: TrackingApp;
  secret: NewTrackerSecret;
}

interface TrackerDialogProps {
  open: boolean;
  driverName: string;
  setup: TrackerSetup;
  onClose: () => void;
}

/** Shows once how a tracking app is set up: QR code, link and URL, on the screen and for print. */
export function TrackerDialog({ open, driverName, setup, onClose }: Readonly<TrackerDialogProps>) {
  const appName = TRACKING_APPS[setup.app].name;
  return (
    <PrintableDialog
      open={open}
      title={
        <Trans>
          {appName} of {driverName}
        </Trans>
      }
      description={
        setup.app === 'ownTracks' ? (
          <Trans>The driver scans the code with the phone, or opens the link on it.</Trans>
        ) : (
          <Trans>
            The driver scans the code in the settings of Traccar Client, or opens the link on the phone.
          </Trans>
        )
      }
      onClose={onClose}
    >
      <TrackerSetupContent setup={setup} />
    </PrintableDialog>
  );
}

function TrackerSetupContent({ setup: { app, secret } }: Readonly<{ setup: TrackerSetup }>) {
  const { t } = useLingui();
  const link = TRACKING_APPS[app].getLink(secret);
  return (
    <div className="space-y-4">
      {link && secret.url ? (
        <>
          <LinkWithCode link={link} />
          <div>
            <p>
              <Trans>URL for a manual setup:</Trans>
            </p>
            <Copyable value={secret.url} label={t`Copy URL`} />
          </div>
        </>
      ) : (
        <>
          <Alert>
            <AlertDescription>
              <Trans>
                There is no link, as the public URL of the engine is not configured. Enter the URL of the
                engine in the tracking app, followed by this path.
              </Trans>
            </AlertDescription>
          </Alert>
          <Copyable value={`/v1/track/${secret.secret}`} label={t`Copy path`} />
        </>
      )}
      <p>
        <Trans>Shown only once. Everyone with the link can report the location of this driver.</Trans>
      </p>
    </div>
  );
}
