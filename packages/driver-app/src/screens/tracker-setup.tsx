import type { NewTrackerSecret } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactElement } from 'react';
import { QrCode } from './qr-code';
import { TRACKING_APPS, type TrackingApp } from './tracking-apps';

interface TrackerSetupProps {
  app: TrackingApp;
  secret: NewTrackerSecret;
  onClose: () => void;
}

/** Shows once how a tracking app is set up: on this phone, on another one, or manually. */
export function TrackerSetup({ app, secret, onClose }: TrackerSetupProps): ReactElement {
  const { t } = useLingui();
  const { name, getLink } = TRACKING_APPS[app];
  const link = getLink(secret);
  if (!link || !secret.url) {
    return (
      <p className="message danger">
        <Trans>
          There is no setup link, because the address of the engine is not configured. Ask your dispatcher.
        </Trans>
      </p>
    );
  }
  return (
    <section>
      <p className="message">
        <Trans>
          The link is shown only once. Do not pass it on: everyone with it can send a location in your name.
        </Trans>
      </p>
      <a className="button primary" href={link}>
        <Trans>Open {name} and set it up</Trans>
      </a>
      <p>
        <Trans>On another phone, scan this code:</Trans>
      </p>
      <QrCode value={link} label={t`QR code of the setup link`} />
      <CopyUrl url={secret.url} />
      <button type="button" onClick={onClose}>
        <Trans>Done</Trans>
      </button>
    </section>
  );
}

/** The URL for a manual setup. Only pages with HTTPS can copy it. */
function CopyUrl({ url }: { url: string }): ReactElement {
  const [isCopied, setCopied] = useState(false);
  const copy = () => navigator.clipboard.writeText(url).then(() => setCopied(true));
  return (
    <>
      <p>
        <Trans>For a manual setup, enter this URL:</Trans> <span className="secret">{url}</span>
      </p>
      {isSecureContext && (
        <button type="button" className="link" onClick={() => void copy()}>
          {isCopied ? <Trans>Copied</Trans> : <Trans>Copy the URL</Trans>}
        </button>
      )}
    </>
  );
}
