import { FIELD_CHECKS } from './store-fields-error';
import { STORE_CUSTOM_FIELDS, VARIANT_CUSTOM_FIELDS, withFields } from './store-custom-fields';

const names = (fields: Array<{ name: string }>) => fields.map(({ name }) => name);

describe('custom fields of a store', () => {
  it('have a check, labels in English and German, and are nullable', () => {
    expect(names(STORE_CUSTOM_FIELDS)).toEqual(Object.keys(FIELD_CHECKS));
    for (const { label, nullable } of [...STORE_CUSTOM_FIELDS, ...VARIANT_CUSTOM_FIELDS]) {
      expect(label?.map(({ languageCode }) => languageCode)).toEqual(['en', 'de']);
      expect(nullable).toBe(true);
    }
  });

  it("are added once after the shop's own and do not replace them", () => {
    const own = [
      { name: 'floor', type: 'int' as const },
      { name: 'storePhone', type: 'string' as const },
    ];
    const fields = withFields(own, STORE_CUSTOM_FIELDS);
    expect(fields.slice(0, 2)).toEqual(own);
    expect(names(fields).filter((name) => name === 'storePhone')).toHaveLength(1);
    expect(fields).toHaveLength(STORE_CUSTOM_FIELDS.length + 1);
    expect(withFields(fields, STORE_CUSTOM_FIELDS)).toEqual(fields);
  });
});
