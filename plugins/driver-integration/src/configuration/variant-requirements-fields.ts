import { vehicleKindSchema, type VehicleKind } from '@driver-dispatch/contract';
import { LanguageCode, type CustomFieldConfig } from '@vendure/core';

const text = (english: string, german: string) => [
  { languageCode: LanguageCode.en, value: english },
  { languageCode: LanguageCode.de, value: german },
];

/** Custom fields of `ProductVariant` that the `VariantRequirementsStrategy` reads. */
export const VARIANT_REQUIREMENTS_FIELDS: readonly CustomFieldConfig[] = [
  {
    name: 'requiredVehicleKinds',
    type: 'string',
    list: true,
    public: false,
    options: vehicleKindSchema.options.map((value) => ({ value })),
    label: text('Vehicles', 'Fahrzeuge'),
    description: text(
      'The order needs a driver with one of these vehicles; empty: any',
      'Die Bestellung braucht einen Fahrer mit einem dieser Fahrzeuge; leer: beliebig',
    ),
  },
  {
    name: 'requiredDriverTags',
    type: 'string',
    list: true,
    public: false,
    pattern: '^[a-z0-9][a-z0-9_-]{0,49}$',
    label: text('Tags of the driver', 'Merkmale des Fahrers'),
    description: text(
      'The order needs a driver with all of these tags, such as age_check or cooling',
      'Die Bestellung braucht einen Fahrer mit allen diesen Merkmalen, zum Beispiel age_check oder cooling',
    ),
  },
  {
    name: 'weightGrams',
    type: 'int',
    nullable: true,
    public: false,
    min: 0,
    label: text('Weight (g)', 'Gewicht (g)'),
    description: text('Weight of one unit in grams', 'Gewicht eines Stücks in Gramm'),
  },
];

/** Values of {@link VARIANT_REQUIREMENTS_FIELDS}. */
export interface VariantRequirements {
  requiredVehicleKinds?: VehicleKind[] | null;
  requiredDriverTags?: string[] | null;
  weightGrams?: number | null;
}
