import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';

const KINDS = {
  foot: msg`on foot`,
  bicycle: msg`bicycle`,
  scooter: msg`scooter`,
  motorcycle: msg`motorcycle`,
  car: msg`car`,
  van: msg`van`,
};

/** The kind of a vehicle; one that this dashboard does not know is shown as it is. */
export function Vehicle({ kind }: Readonly<{ kind: string }>) {
  const { t } = useLingui();
  return <>{kind in KINDS ? t(KINDS[kind as keyof typeof KINDS]) : kind}</>;
}
