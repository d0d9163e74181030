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
  description: [{ languageCode: LanguageCode.en, value: 'WGS 84 degrees; location of the drop-off' }],
});

/** Maximum length in the contract, in UTF-16 code units. */
export const DELIVERY_INSTRUCTIONS_LENGTH = 1_000;

/** Custom fields of an address, which Vendure copies to the shipping address of an order. */
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
    description: [{ languageCode: LanguageCode.en, value: 'Note to the driver, such as which bell to ring' }],
  },
];

declare module '@vendure/core/dist/entity/custom-entity-fields' {
  interface CustomAddressFields {
    latitude: number | null;
    longitude: number | null;
    deliveryInstructions: string | null;
  }
}
