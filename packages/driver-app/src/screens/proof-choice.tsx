import { Trans } from '@lingui/react/macro';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { toImage } from '../proof/scale-image';
import type { StepImage } from '../storage/step';
import { NameField } from './name-field';
import { PhotoField } from './photo-field';
import type { ReadProof } from './read-proof';
import { SignaturePad } from './signature-pad';

type Kind = 'photo' | 'signature' | 'in_person';

/** One of three proofs: a photo, a signature, or the name of the receiver. */
export function ProofChoice({ onChange }: { onChange: (read: ReadProof) => void }): ReactElement {
  const [kind, setKind] = useState<Kind>('photo');
  const [photo, setPhoto] = useState<StepImage>();
  const [name, setName] = useState('');
  const [isSigned, setSigned] = useState(false);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const person = name.trim();
    onChange(async () => {
      switch (kind) {
        case 'photo':
          return photo && { kind, image: photo };
        case 'signature':
          return person === '' || !isSigned
            ? undefined
            : { kind, signedBy: person, image: await toImage(canvas.current!, 'image/png') };
        case 'in_person':
          return person === '' ? undefined : { kind, receivedBy: person };
      }
    });
  }, [kind, photo, name, isSigned, onChange]);

  const choice = (value: Kind, label: ReactElement) => (
    <label className="choice">
      <input type="radio" name="proof" checked={kind === value} onChange={() => setKind(value)} />
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
