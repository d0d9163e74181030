import { Input } from '@vendure/dashboard';
import type { ComponentProps } from 'react';

interface LoadCapacityInputProps extends Omit<ComponentProps<typeof Input>, 'value' | 'onChange'> {
  /** In grams; null for no limit. */
  value: number | null;
  onChange: (grams: number | null) => void;
}

/** A number field for a load capacity in kilograms. An empty field means no limit. */
export function LoadCapacityInput({ value, onChange, ...props }: Readonly<LoadCapacityInputProps>) {
  return (
    <Input
      {...props}
      type="number"
      min={0}
      step="any"
      value={value === null ? '' : value / 1000}
      onChange={({ target }) => {
        const kilograms = target.valueAsNumber;
        onChange(Number.isNaN(kilograms) ? null : Math.round(kilograms * 1000));
      }}
    />
  );
}
