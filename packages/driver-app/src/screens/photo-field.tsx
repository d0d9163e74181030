import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, type ReactElement } from 'react';
import { scalePhoto } from '../proof/scale-image';
import type { StepImage } from '../storage/step';

/** `unreadable`: the browser can't read the selected file. */
export type Photo = StepImage | 'unreadable' | undefined;

interface PhotoFieldProps {
  photo: Photo;
  onChange: (photo: Photo) => void;
}

/**
 * Takes a photo with the camera app of the device, or selects one. The page itself needs no permission for the camera. The
 * other proofs remain if the device has no camera.
 */
export function PhotoField({ photo: selected, onChange }: PhotoFieldProps): ReactElement {
  const { t } = useLingui();
  const photo = selected === 'unreadable' ? undefined : selected;
  const preview = useMemo(
    () => photo && URL.createObjectURL(new Blob([photo.bytes], { type: photo.contentType })),
    [photo],
  );
  useEffect(() => () => (preview ? URL.revokeObjectURL(preview) : undefined), [preview]);
  const select = async (file: File | undefined) => {
    if (!file) {
      return;
    }
    onChange(await scalePhoto(file).catch(() => 'unreadable' as const));
  };

  return (
    <>
      <label className="photo">
        {photo ? <Trans>Take another photo</Trans> : <Trans>Take a photo of the goods at the door</Trans>}
        <input
          type="file"
          accept="image/*"
          capture="environment"
          onChange={({ target }) => void select(target.files?.[0])}
        />
      </label>
      {preview && <img className="preview" src={preview} alt={t`Your photo`} />}
      <p className="problem" role="alert">
        {selected === 'unreadable' && (
          <Trans>This photo can't be read. Take another one, or choose another proof.</Trans>
        )}
      </p>
    </>
  );
}
