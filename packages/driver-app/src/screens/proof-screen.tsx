import type { DriverTask } from '@driver-dispatch/contract/messages';
import { Trans, useLingui } from '@lingui/react/macro';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import type { MissingPart, ReadProof } from '../proof/read-proof';
import { MISSING_PARTS } from '../words/code-texts';
import { EndShift } from './end-shift';
import { PinField } from './pin-field';
import { ProofChoice } from './proof-choice';
import { ScreenFrame } from './screen-frame';
import { StepProblem } from './step-problem';
import { useAddStep } from './use-add-step';
import { useAppState } from './use-app';
import { goTo, hrefOf } from './use-screen';

/** Asks for the proof of delivery: the PIN if the order has one, or else a photo, a signature or a name. */
export function ProofScreen({ task }: { task: DriverTask }): ReactElement {
  const { i18n } = useLingui();
  const { point } = useAppState();
  const { addStep, problem } = useAddStep();
  // Only the PIN has no function until something is entered.
  const [readProof, setReadProof] = useState<ReadProof>(() => () => Promise.resolve('pin'));
  const [endShift, setEndShift] = useState(false);
  const [missing, setMissing] = useState<MissingPart | 'image'>();
  const [isSaving, setSaving] = useState(false);
  const { deliveryId, orderCode, pinRequired } = task;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    const proof = await readProof().catch(() => 'image' as const);
    const isComplete = typeof proof === 'object';
    setMissing(isComplete ? undefined : proof);
    const action = isComplete && ({ kind: 'complete', proof, point, endShift } as const);
    if (action && (await addStep({ delivery: { deliveryId, orderCode }, action }))) {
      goTo('home');
    } else {
      setSaving(false);
    }
  };
  const onChange = useCallback((read: ReadProof) => {
    // A function as state must be wrapped.
    setReadProof(() => read);
    setMissing(undefined);
  }, []);

  return (
    <ScreenFrame title={<Trans>Proof of delivery</Trans>}>
      <form onSubmit={(event) => void submit(event)}>
        {pinRequired ? <PinField onChange={onChange} /> : <ProofChoice onChange={onChange} />}
        <EndShift checked={endShift} onChange={setEndShift} />
        <p className="problem" role="alert">
          {/* The field says itself that the photo can't be read. */}
          {missing && missing !== 'readable_photo' && i18n._(MISSING_PARTS[missing])}
        </p>
        <StepProblem problem={problem} />
        <div className="main-action">
          <button type="submit" className="primary" disabled={isSaving}>
            <Trans>Confirm the delivery</Trans>
          </button>
          <a className="link" href={hrefOf('home')}>
            <Trans>Back</Trans>
          </a>
        </div>
      </form>
    </ScreenFrame>
  );
}
