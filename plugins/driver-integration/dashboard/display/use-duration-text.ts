import { useLingui } from '@lingui/react/macro';

/** Returns a function that formats whole minutes, such as `40 min` or `4 h 40 min`. */
export function useDurationText(): (minutes: number) => string {
  const { t } = useLingui();
  return (minutes) => {
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (hours === 0) {
      return t`${minutes} min`;
    }
    return rest === 0 ? t`${hours} h` : t`${hours} h ${rest} min`;
  };
}
