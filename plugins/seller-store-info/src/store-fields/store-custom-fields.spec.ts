import { FIELD_CHECKS } from './store-fields-fault';
import { STORE_CUSTOM_FIELDS, VARIANT_CUSTOM_FIELDS, withFields } from './store-custom-fields';

const names = (fields: Array<{ name: string }>) => fields.map(({ name }) => name);

describe('the custom fields of a store', () => {
  it('have a check each, a label in English and German, and may be empty', () => {
    expect(names(STORE_CUSTOM_FIELDS)).toEqual(Object.keys(FIELD_CHECKS));
    for (const { label, nullable } of [...STORE_CUSTOM_FIELDS, ...VARIANT_CUSTOM_FIELDS]) {
      expect(label?.map(({ languageCode }) => languageCode)).toEqual(['en', 'de']);
      expect(nullable).toBe(true);
    }
  });

  it("come after the shop's own, once, and leave a field the shop describes itself", () => {
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
