import { Trans } from '@lingui/react/macro';
import { Input, isFieldDisabled, useDisplayLocale, type DashboardFormComponent } from '@vendure/dashboard';
import { useId } from 'react';
import { timeIn } from './time-in';
import { useNow } from './use-now';

const ZONES = Intl.supportedValuesOf('timeZone');

/** Input for the time zone of a store, with its local time. */
export const TimeZoneInput: DashboardFormComponent = ({ value, onChange, disabled, fieldDef, ...field }) => {
  const list = useId();
  const { bcp47Tag } = useDisplayLocale();
  const time = timeIn(value as string | null, useNow(), bcp47Tag);
  return (
    <div className="space-y-1">
      <Input
        {...field}
        list={list}
        autoComplete="off"
        value={(value as string | null) ?? ''}
        onChange={(event) => onChange(event.target.value)}
        disabled={isFieldDisabled(disabled, fieldDef)}
        aria-invalid={time === null}
      />
      <datalist id={list}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      {time && (
        <p className="text-xs text-muted-foreground">
          <Trans>Local time: {time}</Trans>
        </p>
      )}
      {time === null && (
        <p role="alert" className="text-sm text-destructive">
          <Trans>Unknown time zone.</Trans>
        </p>
      )}
    </div>
  );
};
