import { Plural, Trans } from '@lingui/react/macro';
import { Alert, AlertDescription, AlertTitle } from '@vendure/dashboard';
import { LockIcon } from 'lucide-react';
import { TimeOfDay } from '../../display/time-of-day';
import type { DeliveryDetail } from './delivery-detail-document';

/** Number of failed PIN attempts, and until when PIN entry is locked. */
export function PinAttempts({
  engine: { failedPinAttempts, pinLockedUntil },
}: Readonly<{ engine: DeliveryDetail['engine'] }>) {
  return (
    <Alert variant={pinLockedUntil ? 'destructive' : 'default'}>
      <LockIcon />
      <AlertTitle>
        <Plural value={failedPinAttempts} one="# failed PIN attempt" other="# failed PIN attempts" />
      </AlertTitle>
      <AlertDescription>
        {pinLockedUntil ? (
          <span>
            <Trans>
              PIN entry is locked until <TimeOfDay at={pinLockedUntil} />. Ask the receiver for the PIN, then
              reset the attempts.
            </Trans>
          </span>
        ) : (
          <Trans>PIN entry is locked for a while after more failed attempts.</Trans>
        )}
      </AlertDescription>
    </Alert>
  );
}
