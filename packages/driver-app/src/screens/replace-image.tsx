import { Trans } from '@lingui/react/macro';
import { useState, type FormEvent, type ReactElement } from 'react';
import type { Step } from '../storage/step';
import { NameField } from './name-field';
import { useSession } from './use-app';

/** Replaces an image that can't be uploaded by the name of the receiver, so that it does not block the later entries. */
export function ReplaceImage({ step }: { step: Step }): ReactElement {
  const session = useSession();
  const [isOpen, setOpen] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [name, setName] = useState('');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSaving(true);
    // Fails if the storage is full. The driver can then try again.
    await session.replaceProof(step, { kind: 'in_person', receivedBy: name.trim() }).catch(() => undefined);
    setSaving(false);
  };

  if (!isOpen) {
    return (
      <button type="button" className="link" onClick={() => setOpen(true)}>
        <Trans>Use a name instead of the image</Trans>
      </button>
    );
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <NameField value={name} onChange={setName} />
      <button type="submit" disabled={isSaving || name.trim() === ''}>
        <Trans>Replace the image</Trans>
      </button>
    </form>
  );
}
