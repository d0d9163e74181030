import { useLingui } from '@lingui/react/macro';
import { Button, useAlerts, useQueryClient } from '@vendure/dashboard';
import { Volume2Icon, VolumeXIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { playAlertSound } from './alert-sound';
import { CHECK_INTERVAL_MS, isDispatchAlert } from './bell-alerts';
import { useTitleCount } from './use-title-count';

/** Key of the setting in the browser's local storage. */
const SETTING = 'driver-dispatch-alert-sound';

/** Shows the number of alerts in the title of the browser tab, and plays a sound for a new one if the user has chosen so. */
export function AlertSignals() {
  const { t } = useLingui();
  const [sound, setSound] = useState(() => localStorage.getItem(SETTING) === 'on');
  const ids = useAlerts()
    .alerts.filter(({ active, definition }) => active && isDispatchAlert(definition.id))
    .map(({ definition }) => definition.id);
  useTitleCount(ids.length);
  useHiddenChecks();
  useSoundOfNew(ids, sound);

  const toggle = () => {
    localStorage.setItem(SETTING, sound ? 'off' : 'on');
    setSound(!sound);
    if (!sound) {
      playAlertSound();
    }
  };
  return (
    <Button
      type="button"
      size="icon"
      variant="ghost"
      aria-pressed={sound}
      aria-label={t`Sound for new alerts`}
      title={sound ? t`Sound for new alerts: on` : t`Sound for new alerts: off`}
      onClick={toggle}
    >
      {sound ? <Volume2Icon /> : <VolumeXIcon />}
    </Button>
  );
}

/** Checks the alerts while the tab is hidden. Vendure then pauses its own checks. */
function useHiddenChecks(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'hidden') {
        void queries.refetchQueries({
          predicate: ({ queryKey: [kind, id] }) => kind === 'alert' && isDispatchAlert(id),
        });
      }
    }, CHECK_INTERVAL_MS);
    return () => clearInterval(timer);
  }, [queries]);
}

/** Plays a sound when an alert is added. */
function useSoundOfNew(ids: readonly string[], enabled: boolean): void {
  const known = useRef<readonly string[]>([]);
  useEffect(() => {
    if (enabled && ids.some((id) => !known.current.includes(id))) {
      playAlertSound();
    }
    known.current = ids;
  });
}
