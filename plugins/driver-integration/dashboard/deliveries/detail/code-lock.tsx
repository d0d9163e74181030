import { Plural, Trans } from '@lingui/react/macro';
import { Alert, AlertDescription, AlertTitle } from '@vendure/dashboard';
import { LockIcon } from 'lucide-react';
import { TimeOfDay } from '../../display/time-of-day';
import type { DeliveryDetail } from './delivery-detail-document';

/** The receiver's code was told wrong: how often, and whether another is taken. */
export function CodeLock({
  engine: { failedPinAttempts, codeLockedUntil },
}: Readonly<{ engine: DeliveryDetail['engine'] }>) {
  return (
    <Alert variant={codeLockedUntil ? 'destructive' : 'default'}>
      <LockIcon />
      <AlertTitle>
        <Plural
          value={failedPinAttempts}
          one="The receiver's code was told wrong once"
          other="The receiver's code was told wrong # times"
        />
      </AlertTitle>
      <AlertDescription>
        {codeLockedUntil ? (
          <span>
            <Trans>
              The driver can tell none until <TimeOfDay at={codeLockedUntil} />. Ask the receiver, then take
              the code again.
            </Trans>
          </span>
        ) : (
          <Trans>After a few more no code is taken for a while.</Trans>
        )}
      </AlertDescription>
    </Alert>
  );
}
