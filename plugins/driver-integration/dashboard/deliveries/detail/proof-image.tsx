import { Trans } from '@lingui/react/macro';
import { useState } from 'react';

interface ProofImageProps {
  url: string;
  /** Alternative text of the image. */
  text: string;
}

/** An image from the driver, linked to its full size. */
export function ProofImage({ url, text }: Readonly<ProofImageProps>) {
  const [missing, setMissing] = useState(false);
  return (
    <a href={url} target="_blank" rel="noreferrer" className="block text-sm underline underline-offset-2">
      {missing ? (
        <Trans>Image could not be loaded. Open link</Trans>
      ) : (
        // The driver app chooses the URL, so no referrer is sent. Signatures are dark on a transparent background.
        <img
          src={url}
          alt={text}
          referrerPolicy="no-referrer"
          onError={() => setMissing(true)}
          className="max-h-80 w-full rounded-md border bg-white object-contain"
        />
      )}
    </a>
  );
}
