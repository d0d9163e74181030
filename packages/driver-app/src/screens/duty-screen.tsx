import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactElement } from 'react';
import type { DutyProblem } from '../app/duty';
import { isOutsideWorkingHours } from '../app/working-hours';
import { ERRORS, GENERAL_ERROR, LOCATION_PROBLEMS } from '../words/code-texts';
import { ChooseLocation } from './choose-location';
import { LocationWarning } from './location-warning';
import { ScreenFrame } from './screen-frame';
import { useApp, useAppState, useChosenLocation, useSession } from './use-app';

/** Starts and ends the duty of a driver without a delivery. */
export function DutyScreen({ onDuty }: { onDuty: boolean }): ReactElement {
  return onDuty ? <OnDuty /> : <OffDuty />;
}

function OffDuty(): ReactElement {
  const { clock } = useApp();
  const session = useSession();
  const { i18n } = useLingui();
  const { self } = useAppState();
  const chosen = useChosenLocation();
  const [problem, setProblem] = useState<DutyProblem>();
  const [isStarting, setStarting] = useState(false);
  const [mustConfirm, setMustConfirm] = useState(false);
  const start = async () => {
    if (!mustConfirm && isOutsideWorkingHours(self?.workingHours ?? [], clock.now())) {
      setMustConfirm(true);
      return;
    }
    setStarting(true);
    setProblem(undefined);
    setProblem(await session.goOnDuty());
    setStarting(false);
  };
  // A click on the map solves the problem.
  const shown = problem === 'not_chosen' && chosen ? undefined : problem;
  const textOf = (found: DutyProblem) =>
    i18n._(
      typeof found === 'string' ? LOCATION_PROBLEMS[found] : (ERRORS[found.error.code] ?? GENERAL_ERROR),
    );

  return (
    <ScreenFrame
      title={<Trans>Off duty</Trans>}
      action={
        <button type="button" className="primary" disabled={isStarting} onClick={() => void start()}>
          {isStarting ? (
            <Trans>Finding your location …</Trans>
          ) : mustConfirm ? (
            <Trans>Go on duty anyway</Trans>
          ) : (
            <Trans>Go on duty</Trans>
          )}
        </button>
      }
    >
      <p>
        <Trans>Hello {self?.name}. You get no deliveries, and your location is not sent.</Trans>
      </p>
      <p className="problem" role="alert">
        {shown ? (
          textOf(shown)
        ) : mustConfirm ? (
          <Trans>This is outside of your planned working hours. Do you want to go on duty anyway?</Trans>
        ) : null}
      </p>
      <ChooseLocation />
    </ScreenFrame>
  );
}

function OnDuty(): ReactElement {
  const session = useSession();
  const { push } = useAppState();
  return (
    <ScreenFrame
      title={<Trans>On duty</Trans>}
      action={
        <button type="button" onClick={() => void session.goOffDuty()}>
          <Trans>Go off duty</Trans>
        </button>
      }
    >
      <p>
        <Trans>
          You get the next order near you. Keep this app open: your location is sent only while it is visible.
        </Trans>
      </p>
      {push === 'blocked' && (
        <p className="problem">
          <Trans>
            Notifications are blocked. Allow them in the settings of the browser for this page to learn of
            deliveries while the app is closed.
          </Trans>
        </p>
      )}
      <LocationWarning />
      <ChooseLocation />
    </ScreenFrame>
  );
}
