import { Trans } from '@lingui/react/macro';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { createProof, type ProofKind } from '../proof/create-proof';
import type { ReadProof } from '../proof/read-proof';
import { toImage } from '../proof/scale-image';
import { NameField } from './name-field';
import { PhotoField, type Photo } from './photo-field';
import { chosenProofKind, keepProofKind } from './proof-kind-in-history';
import { SignaturePad } from './signature-pad';

/** One of three proofs: a photo, a signature, or the name of the receiver. */
export function ProofChoice({ onChange }: { onChange: (read: ReadProof) => void }): ReactElement {
  const [kind, setKind] = useState<ProofKind>(chosenProofKind);
  const [photo, setPhoto] = useState<Photo>();
  const [name, setName] = useState('');
  const [isSigned, setSigned] = useState(false);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const readSignature = () => toImage(canvas.current!, 'image/png');
    onChange(() => createProof({ kind, photo, name, isSigned, readSignature }));
  }, [kind, photo, name, isSigned, onChange]);

  const choose = (chosen: ProofKind) => {
    keepProofKind(chosen);
    setKind(chosen);
  };
  const choice = (value: ProofKind, label: ReactElement) => (
    <label className="choice">
      <input type="radio" name="proof" checked={kind === value} onChange={() => choose(value)} />
      {label}
    </label>
  );
  return (
    <>
      <fieldset className="proofs">
        <legend>
          <Trans>Kind of proof</Trans>
        </legend>
        {choice('photo', <Trans>Photo</Trans>)}
        {choice('signature', <Trans>Signature</Trans>)}
        {choice('in_person', <Trans>Name</Trans>)}
      </fieldset>
      {kind === 'photo' && <PhotoField photo={photo} onChange={setPhoto} />}
      {kind === 'signature' && <SignaturePad canvas={canvas} onChange={setSigned} />}
      {kind !== 'photo' && <NameField value={name} onChange={setName} />}
    </>
  );
}
