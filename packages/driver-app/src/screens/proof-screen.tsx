import type { DriverTask } from '@driver-dispatch/contract/messages';
import { Trans } from '@lingui/react/macro';
import { useCallback, useState, type FormEvent, type ReactElement } from 'react';
import { EndShift } from './end-shift';
import { PinField } from './pin-field';
import { ProofChoice } from './proof-choice';
import type { ReadProof } from './read-proof';
import { ScreenFrame } from './screen-frame';
import { StepProblem } from './step-problem';
import { useAddStep } from './use-add-step';
import { useAppState } from './use-app';
import { goTo, hrefOf } from './use-screen';

/** Asks for the proof of delivery: the PIN if the order has one, or else a photo, a signature or a name. */
export function ProofScreen({ task }: { task: DriverTask }): ReactElement {
  const { point } = useAppState();
  const { addStep, problem } = useAddStep();
  const [readProof, setReadProof] = useState<ReadProof>();
  const [endShift, setEndShift] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const { deliveryId, orderCode, pinRequired } = task;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    // A device may give no image, such as without memory.
    const proof = await readProof?.().catch(() => undefined);
    setMissing(!proof);
    const action = proof && ({ kind: 'complete', proof, point, endShift } as const);
    if (action && (await addStep({ delivery: { deliveryId, orderCode }, action }))) {
      goTo('home');
    } else {
      setSaving(false);
    }
  };
  const onChange = useCallback((read: ReadProof | undefined) => {
    // A function as state must be wrapped.
    setReadProof(() => read);
    setMissing(false);
  }, []);

  return (
    <ScreenFrame title={<Trans>Proof of delivery</Trans>}>
      <form onSubmit={(event) => void submit(event)}>
        {pinRequired ? <PinField onChange={onChange} /> : <ProofChoice onChange={onChange} />}
        <EndShift checked={endShift} onChange={setEndShift} />
        <p className="problem" role="alert">
          {isMissing && pinRequired && <Trans>Enter the PIN.</Trans>}
          {isMissing && !pinRequired && <Trans>Something is missing. Fill in the fields above.</Trans>}
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
