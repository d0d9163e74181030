import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent, type ReactElement } from 'react';
import { findInvitation } from '../app/invitation';
import { GENERAL_ERROR, SIGN_IN_ERRORS } from '../words/code-texts';
import { ScreenFrame } from './screen-frame';
import { UnsentMessage } from './unsent-message';
import { useApp, useAppState } from './use-app';

/** Signs in with an invitation link, which opens the app or is pasted. */
export function SignInScreen(): ReactElement {
  const app = useApp();
  const { i18n } = useLingui();
  const { phase, signedOutReason, unsentCount, endsOnlyWhileOpen, invitation, signInError } = useAppState();
  const [text, setText] = useState(invitation ?? '');
  const [isInvalid, setInvalid] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = findInvitation(text);
    setInvalid(!found);
    if (found) {
      void app.signIn(found);
    }
  };

  return (
    <ScreenFrame title={<Trans>Sign in</Trans>}>
      {signedOutReason === 'ended' && (
        <p className="message danger" role="alert">
          <Trans>
            You were signed out: your dispatcher ended the session, or it was not used for a long time. Ask
            for a new invitation.
          </Trans>
        </p>
      )}
      {endsOnlyWhileOpen && (
        <p className="message danger" role="alert">
          <Trans>
            The storage of this device is full, and there is no connection. Keep this page open until it is
            back: only then you are also signed out at the dispatcher.
          </Trans>
        </p>
      )}
      <UnsentMessage count={unsentCount} />
      <p>
        <Trans>Open the invitation link of your dispatcher, or paste it here.</Trans>
      </p>
      <form onSubmit={submit}>
        <label>
          <Trans>Invitation link</Trans>
          <input
            value={text}
            onChange={({ target }) => setText(target.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={isInvalid}
            aria-describedby="sign-in-problem"
          />
        </label>
        <p id="sign-in-problem" className="problem" role="alert">
          {isInvalid && <Trans>This is not an invitation link. Copy the whole link.</Trans>}
          {!isInvalid && signInError && i18n._(SIGN_IN_ERRORS[signInError] ?? GENERAL_ERROR)}
        </p>
        <div className="main-action">
          <button type="submit" className="primary" disabled={phase === 'signing_in'}>
            {phase === 'signing_in' ? <Trans>Signing in …</Trans> : <Trans>Sign in</Trans>}
          </button>
        </div>
      </form>
    </ScreenFrame>
  );
}
