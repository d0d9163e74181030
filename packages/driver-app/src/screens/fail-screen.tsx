import type { DriverTask, FailureCode } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent, type ReactElement } from 'react';
import { possibleFailures } from '../delivery/failure-codes';
import { FAILURES } from '../words/code-texts';
import { EndShift } from './end-shift';
import { ScreenFrame } from './screen-frame';
import { StepProblem } from './step-problem';
import { useAddStep } from './use-add-step';
import { useAppState } from './use-app';
import { goTo, hrefOf } from './use-screen';

const CODES = Object.keys(FAILURES) as FailureCode[];

/** Maximum length of a note, as in the contract. */
const MAX_NOTE = 1000;

/** Reports why a delivery has failed. */
export function FailScreen({ task }: { task: DriverTask }): ReactElement {
  const { i18n } = useLingui();
  const { point } = useAppState();
  const { addStep, problem } = useAddStep();
  const [code, setCode] = useState<FailureCode>();
  const [note, setNote] = useState('');
  const [endShift, setEndShift] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const { deliveryId, orderCode } = task;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setMissing(!code);
    if (!code) {
      return;
    }
    const action = { kind: 'fail', code, note: note.trim() || undefined, point, endShift } as const;
    if (await addStep({ delivery: { deliveryId, orderCode }, action })) {
      goTo('home');
    }
  };

  return (
    <ScreenFrame title={<Trans>Why is the delivery not possible?</Trans>}>
      <form onSubmit={(event) => void submit(event)}>
        <fieldset aria-describedby="fail-problem">
          <legend>
            <Trans>Reason</Trans>
          </legend>
          {possibleFailures(CODES, task.state).map((choice) => (
            <label key={choice} className="choice">
              <input
                type="radio"
                name="code"
                checked={code === choice}
                onChange={() => {
                  setCode(choice);
                  setMissing(false);
                }}
              />
              {i18n._(FAILURES[choice])}
            </label>
          ))}
        </fieldset>
        <label>
          <Trans>Note for the dispatcher (optional)</Trans>
          <textarea value={note} maxLength={MAX_NOTE} onChange={({ target }) => setNote(target.value)} />
        </label>
        <EndShift checked={endShift} onChange={setEndShift} />
        <p id="fail-problem" className="problem" role="alert">
          {isMissing && <Trans>Select a reason.</Trans>}
        </p>
        <StepProblem problem={problem} />
        <div className="main-action after-list">
          <button type="submit" className="danger">
            <Trans>End the delivery as failed</Trans>
          </button>
          <a className="link" href={hrefOf('home')}>
            <Trans>Back</Trans>
          </a>
        </div>
      </form>
    </ScreenFrame>
  );
}
