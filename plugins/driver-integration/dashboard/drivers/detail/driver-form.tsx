import { Trans, useLingui } from '@lingui/react/macro';
import {
  ChannelSelector,
  type Control,
  DetailFormGrid,
  FormFieldWrapper,
  Input,
  Select,
  SelectContent,
  SelectItem,
  SelectTrigger,
  SelectValue,
  useChannel,
} from '@vendure/dashboard';
import type { WorkingPeriod } from '@driver-dispatch/contract/messages';
import { Vehicle } from '../../display/vehicle';
import type { VariablesOf } from '../../graphql/graphql';
import type { updateDriverDocument } from '../driver-documents';
import { isPlatform } from '../../is-platform';
import { VEHICLES } from '../../words/code-texts';
import { LoadCapacityInput } from './load-capacity-input';
import { TagsInput } from './tags-input';
import { WorkingHoursInput } from '../working-hours/working-hours-input';

type Input = VariablesOf<typeof updateDriverDocument>['input'];

/** Form values are never null. */
type DriverValues = { [Field in keyof Input]: Exclude<Input[Field], null> };

interface DriverFormProps {
  control: Control<DriverValues>;
  /** Whether the form registers a new driver. */
  isNew: boolean;
}

/** The form of a driver's record. */
export function DriverForm({ control, isNew }: Readonly<DriverFormProps>) {
  const { t } = useLingui();
  const { activeChannel } = useChannel();
  return (
    <DetailFormGrid>
      <FormFieldWrapper
        control={control}
        name="name"
        label={<Trans>Name</Trans>}
        render={({ field }) => <Input {...field} value={field.value ?? ''} autoComplete="off" />}
      />
      <FormFieldWrapper
        control={control}
        name="phone"
        label={<Trans>Phone</Trans>}
        render={({ field }) => <Input {...field} value={field.value ?? ''} type="tel" autoComplete="off" />}
      />
      <FormFieldWrapper
        control={control}
        name="vehicle"
        label={<Trans>Vehicle</Trans>}
        renderFormControl={false}
        render={({ field }) => (
          <Select
            value={field.value ?? null}
            onValueChange={(kind) => field.onChange(kind)}
            items={Object.keys(VEHICLES).map((kind) => ({ value: kind, label: <Vehicle kind={kind} /> }))}
          >
            <SelectTrigger className="w-full" aria-label={t`Vehicle`}>
              <SelectValue placeholder={t`Select a vehicle`} />
            </SelectTrigger>
            <SelectContent>
              {Object.keys(VEHICLES).map((kind) => (
                <SelectItem key={kind} value={kind}>
                  <Vehicle kind={kind} />
                </SelectItem>
              ))}
            </SelectContent>
          </Select>
        )}
      />
      <FormFieldWrapper
        control={control}
        name="plate"
        label={<Trans>Licence plate</Trans>}
        render={({ field }) => <Input {...field} value={field.value ?? ''} autoComplete="off" />}
      />
      <FormFieldWrapper
        control={control}
        name="tags"
        label={<Trans>Tags</Trans>}
        description={<Trans>Separated by commas, such as age_check, cooling; orders may require them</Trans>}
        render={({ field }) => (
          <TagsInput {...field} value={(field.value ?? []) as string[]} onChange={field.onChange} />
        )}
      />
      <FormFieldWrapper
        control={control}
        name="loadCapacityGrams"
        label={<Trans>Load capacity (kg)</Trans>}
        description={<Trans>Leave empty for no limit</Trans>}
        render={({ field }) => (
          <LoadCapacityInput
            {...field}
            value={(field.value ?? null) as number | null}
            onChange={field.onChange}
          />
        )}
      />
      {!isNew && (
        <FormFieldWrapper
          control={control}
          name="workingHours"
          label={<Trans>Planned working hours</Trans>}
          description={
            <Trans>
              The driver app asks before the driver goes on duty outside of them, and reminds of the end
            </Trans>
          }
          renderFormControl={false}
          render={({ field }) => (
            <WorkingHoursInput value={(field.value ?? []) as WorkingPeriod[]} onChange={field.onChange} />
          )}
        />
      )}
      {isPlatform(activeChannel) && (
        <FormFieldWrapper
          control={control}
          name="channelIds"
          label={<Trans>Channels</Trans>}
          description={<Trans>Leave empty for all channels</Trans>}
          render={({ field }) => (
            <ChannelSelector multiple value={(field.value ?? []) as string[]} onChange={field.onChange} />
          )}
        />
      )}
      {isNew && (
        <FormFieldWrapper
          control={control}
          name="driverId"
          label={<Trans>ID in the driver app</Trans>}
          description={<Trans>Generated if empty; cannot be changed</Trans>}
          render={({ field }) => <Input {...field} value={field.value ?? ''} autoComplete="off" />}
        />
      )}
    </DetailFormGrid>
  );
}
