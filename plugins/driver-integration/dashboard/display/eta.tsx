import { useLingui } from '@lingui/react/macro';
import { Moment } from './moment';

/** The estimated time of a drop-off that has not happened yet. */
export function Eta({ at }: Readonly<{ at: string }>) {
  const { t } = useLingui();
  return <Moment at={at} now={t`due now`} />;
}
