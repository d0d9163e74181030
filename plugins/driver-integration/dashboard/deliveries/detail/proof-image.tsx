import { Trans } from '@lingui/react/macro';
import { useState } from 'react';

interface ProofImageProps {
  url: string;
  /** What is to be seen, for whoever does not see it. */
  text: string;
}

/** A picture that the driver has sent, which leads to itself in full size. */
export function ProofImage({ url, text }: Readonly<ProofImageProps>) {
  const [missing, setMissing] = useState(false);
  return (
    <a href={url} target="_blank" rel="noreferrer" className="block text-sm underline underline-offset-2">
      {missing ? (
        <Trans>The picture can't be loaded; open its address</Trans>
      ) : (
        // The address is the driver app's to choose: it is told nothing of this page. Signatures are dark on nothing.
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
