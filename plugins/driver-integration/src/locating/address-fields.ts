import { LanguageCode, type CustomFieldConfig } from '@vendure/core';

const coordinate = (name: string, max: number, label: string, german: string): CustomFieldConfig => ({
  name,
  type: 'float',
  nullable: true,
  min: -max,
  max,
  label: [
    { languageCode: LanguageCode.en, value: label },
    { languageCode: LanguageCode.de, value: german },
  ],
  description: [{ languageCode: LanguageCode.en, value: 'WGS 84 degrees; where a driver hands over' }],
});

/** UTF-16 code units; what the contract lets a drop-off carry. */
export const DELIVERY_INSTRUCTIONS_LENGTH = 1_000;

/** Coordinates and the note to the driver, which an order's shipping address carries along. */
export const ADDRESS_FIELDS: readonly CustomFieldConfig[] = [
  coordinate('latitude', 90, 'Latitude', 'Breitengrad'),
  coordinate('longitude', 180, 'Longitude', 'Längengrad'),
  {
    name: 'deliveryInstructions',
    type: 'string',
    length: DELIVERY_INSTRUCTIONS_LENGTH,
    nullable: true,
    ui: { component: 'textarea-form-input' },
    label: [
      { languageCode: LanguageCode.en, value: 'Delivery instructions' },
      { languageCode: LanguageCode.de, value: 'Hinweise zur Lieferung' },
    ],
    description: [{ languageCode: LanguageCode.en, value: 'For the driver, such as where to ring' }],
  },
];

declare module '@vendure/core/dist/entity/custom-entity-fields' {
  interface CustomAddressFields {
    latitude: number | null;
    longitude: number | null;
    deliveryInstructions: string | null;
  }
}
