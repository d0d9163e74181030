import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { findUnread } from '../delivery/conversation';
import { useAppState } from './use-app';
import { hrefOf, useScreen } from './use-screen';

/** The connection, the numbers of unsent steps and unread messages, and the links to the other screens. */
export function Header(): ReactElement {
  const { t } = useLingui();
  const { self, connection, steps } = useAppState();
  const screen = useScreen();
  const isToday = screen === 'today' || screen === 'tracking' || screen === 'sign-out';
  const unsent = steps.filter(({ state }) => state === 'waiting').length;
  const unread = findUnread(self?.messages ?? []).length;
  return (
    <header>
      <nav aria-label={t`Screens`}>
        <a href={hrefOf('home')} aria-current={isToday ? undefined : 'page'}>
          <Trans>Duty</Trans>
        </a>
        <a href={hrefOf('today')} aria-current={isToday ? 'page' : undefined}>
          <Trans>Today</Trans>
        </a>
      </nav>
      <div className="connection" role="status">
        {unread > 0 && (
          <a className="badge warning" href={hrefOf('messages')}>
            <Plural value={unread} one="# new message" other="# new messages" />
          </a>
        )}
        {unsent > 0 && (
          <a className="badge warning" href={hrefOf('unsent')}>
            <Trans>{unsent} not sent</Trans>
          </a>
        )}
        {connection === 'offline' && (
          <span className="badge danger">
            <Trans>No connection</Trans>
          </span>
        )}
        {connection === 'connecting' && (
          <span className="badge">
            <Trans>Connecting …</Trans>
          </span>
        )}
      </div>
    </header>
  );
}
