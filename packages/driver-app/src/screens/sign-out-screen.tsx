import { Trans } from '@lingui/react/macro';
import { useState, type ReactElement } from 'react';
import { applySteps } from '../delivery/apply-steps';
import { ScreenFrame } from './screen-frame';
import { UnsentMessage } from './unsent-message';
import { useApp, useAppState } from './use-app';
import { goTo, hrefOf } from './use-screen';

/** Asks before the sign-out, and names what it interrupts. */
export function SignOutScreen(): ReactElement {
  const app = useApp();
  const { self, steps } = useAppState();
  const [isSigningOut, setSigningOut] = useState(false);
  const unsent = steps.filter(({ state }) => state === 'waiting').length;
  const view = self && applySteps(self, steps);
  const task = view?.task;
  const signOut = async () => {
    setSigningOut(true);
    goTo('home');
    await app.signOut();
  };

  return (
    <ScreenFrame
      title={<Trans>Sign out</Trans>}
      action={
        <>
          <button type="button" className="danger" disabled={isSigningOut} onClick={() => void signOut()}>
            <Trans>Sign out on this device</Trans>
          </button>
          <a className="link" href={hrefOf('today')}>
            <Trans>Back</Trans>
          </a>
        </>
      }
    >
      {task && (
        <p className="message danger">
          <Trans>
            You still have the delivery of order {task.orderCode}. It stays assigned to you, and you stay on
            duty.
          </Trans>
        </p>
      )}
      <UnsentMessage count={unsent} />
      <p>
        {!task && view?.status !== 'OFFLINE' && (
          <>
            <Trans>You go off duty.</Trans>{' '}
          </>
        )}
        <Trans>To sign in again, you need a new invitation from your dispatcher.</Trans>
      </p>
    </ScreenFrame>
  );
}
