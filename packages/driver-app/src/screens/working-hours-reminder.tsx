import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useState, type ReactElement } from 'react';
import { workingHoursEndingSoon } from '../app/working-hours';
import { formatTime } from '../format/format';
import { useApp, useAppState } from './use-app';

/** Milliseconds between two checks. */
const CHECK_EVERY_MS = 20_000;

/** Reminds a driver on duty shortly before the end of the planned working hours. */
export function WorkingHoursReminder(): ReactElement {
  const { clock } = useApp();
  const { self } = useAppState();
  const { i18n } = useLingui();
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), CHECK_EVERY_MS);
    return () => clearInterval(timer);
  }, [clock]);
  const end = self && self.status !== 'OFFLINE' ? workingHoursEndingSoon(self.workingHours, now) : undefined;
  return (
    <p className="reminder" role="status">
      {end !== undefined && <Trans>Your planned working hours end at {formatTime(end, i18n.locale)}.</Trans>}
    </p>
  );
}
