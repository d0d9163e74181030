import { useLingui } from '@lingui/react/macro';
import { Copyable } from './copyable';
import { QrCode } from './qr-code';

/** A link as QR code and as text with a copy button. */
export function LinkWithCode({ link }: Readonly<{ link: string }>) {
  const { t } = useLingui();
  return (
    <>
      <div className="mx-auto w-64">
        <QrCode value={link} label={t`QR code of the link`} />
      </div>
      <Copyable value={link} label={t`Copy link`} />
    </>
  );
}
