import type { DispatchError, NewTrackerSecret, TrackerSecret } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type ReactElement } from 'react';
import { ERRORS, GENERAL_ERROR } from '../words/code-texts';
import { ScreenFrame } from './screen-frame';
import { TrackerList } from './tracker-list';
import { TrackerSetup } from './tracker-setup';
import { TRACKING_APPS, type TrackingApp } from './tracking-apps';
import { useAppState, useSession } from './use-app';
import { hrefOf } from './use-screen';

/** Sets up an app that sends the location while this one is not visible, and lists those that are set up. */
export function TrackingScreen(): ReactElement {
  const { trackers } = useSession();
  const { i18n } = useLingui();
  const { connection } = useAppState();
  const [secrets, setSecrets] = useState<TrackerSecret[]>();
  const [error, setError] = useState<DispatchError>();
  const [isBusy, setBusy] = useState(false);
  const [created, setCreated] = useState<{ app: TrackingApp; secret: NewTrackerSecret }>();
  const isOffline = connection === 'offline';

  useEffect(() => {
    const show = (reply: TrackerSecret[]) => {
      setSecrets(reply);
      setError(undefined);
    };
    trackers.trackerSecrets().then(show, setError);
    // Loads again after a setup, and when the connection is back.
  }, [trackers, created, isOffline]);

  const act = async (request: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    await request().catch(setError);
    setBusy(false);
  };
  const setUp = (app: TrackingApp) =>
    act(async () => setCreated({ app, secret: await trackers.createTrackerSecret(TRACKING_APPS[app].name) }));
  const revoke = (secretId: string) =>
    act(async () => {
      setSecrets(await trackers.revokeTrackerSecret(secretId));
      setCreated((shown) => (shown?.secret.secretId === secretId ? undefined : shown));
    });

  return (
    <ScreenFrame
      title={<Trans>Tracking app</Trans>}
      action={
        <>
          {!created && (
            <>
              <button
                type="button"
                className="primary"
                disabled={isBusy}
                onClick={() => void setUp('traccar')}
              >
                <Trans>Set up Traccar Client</Trans>
              </button>
              <button type="button" disabled={isBusy} onClick={() => void setUp('ownTracks')}>
                <Trans>Set up OwnTracks</Trans>
              </button>
            </>
          )}
          <a className="link" href={hrefOf('today')}>
            <Trans>Back</Trans>
          </a>
        </>
      }
    >
      <p className="problem" role="alert">
        {error && i18n._(ERRORS[error.code] ?? GENERAL_ERROR)}
      </p>
      {created ? (
        <TrackerSetup {...created} onClose={() => setCreated(undefined)} />
      ) : (
        <p>
          <Trans>
            A tracking app sends your location while this app is not visible. Install Traccar Client or
            OwnTracks from the app store, then set it up here.
          </Trans>
        </p>
      )}
      {secrets && <TrackerList secrets={secrets} disabled={isBusy} onRevoke={(id) => void revoke(id)} />}
    </ScreenFrame>
  );
}
