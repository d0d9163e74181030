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

/** Coordinates of an address, which an order's shipping address carries along. */
export const ADDRESS_FIELDS: readonly CustomFieldConfig[] = [
  coordinate('latitude', 90, 'Latitude', 'Breitengrad'),
  coordinate('longitude', 180, 'Longitude', 'Längengrad'),
];

declare module '@vendure/core/dist/entity/custom-entity-fields' {
  interface CustomAddressFields {
    latitude: number | null;
    longitude: number | null;
  }
}
