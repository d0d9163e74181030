import { Trans } from '@lingui/react/macro';
import { ExternalLinkIcon } from 'lucide-react';

/** Opens the shopper's tracking page in a new tab. */
export function TrackingLink({ url }: Readonly<{ url: string }>) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="inline-flex items-center gap-1 text-sm underline underline-offset-2"
    >
      <Trans>Tracking page</Trans>
      <ExternalLinkIcon aria-hidden className="size-3" />
    </a>
  );
}
