import { Trans } from '@lingui/react/macro';
import { ChannelCodeLabel } from '@vendure/dashboard';
import { Fragment } from 'react';

/** The channels a driver serves. */
export function ServedChannels({
  channels,
  servesEveryChannel,
}: Readonly<{ channels: readonly { id: string; code: string }[]; servesEveryChannel: boolean }>) {
  if (channels.length === 0) {
    return (
      <span className="text-muted-foreground">
        {servesEveryChannel ? <Trans>All channels</Trans> : <Trans>No channels</Trans>}
      </span>
    );
  }
  return (
    <span>
      {channels.map(({ id, code }, index) => (
        <Fragment key={id}>
          {index > 0 && ', '}
          <ChannelCodeLabel code={code} />
        </Fragment>
      ))}
    </span>
  );
}
