import { useLingui } from '@lingui/react/macro';
import { Button, toast } from '@vendure/dashboard';
import { CopyIcon } from 'lucide-react';

interface CopyableProps {
  value: string;
  /** Accessible name of the button. */
  label: string;
}

/** A text with a copy button. The button needs a secure context (HTTPS or localhost). */
export function Copyable({ value, label }: Readonly<CopyableProps>) {
  const { t } = useLingui();
  const copy = async () => {
    await navigator.clipboard.writeText(value);
    toast.success(t`Copied`);
  };
  return (
    <span className="flex items-center gap-1">
      <span className="wrap-anywhere">{value}</span>
      {window.isSecureContext && (
        <Button type="button" variant="ghost" size="icon-sm" aria-label={label} onClick={() => void copy()}>
          <CopyIcon aria-hidden />
        </Button>
      )}
    </span>
  );
}
