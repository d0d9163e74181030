import { FIELD_CHECKS } from '../../src/store-fields/store-fields-error';
import { isCountryCodeOrEmpty, isPhoneNumberOrEmpty } from './field-checks';

it.each([
  '',
  '+49 30 5550101',
  '(212) 555-0100',
  ' 030/555 01-01',
  '110',
  'call me',
  '+49+30',
  '1'.repeat(16),
])('accepts the phone number "%s" if the server does', (text) =>
  expect(isPhoneNumberOrEmpty(text)).toBe(FIELD_CHECKS.storePhone(text) === undefined),
);

it.each(['', 'DE', 'de', 'DEU', 'D'])('accepts the country "%s" if the server does', (text) =>
  expect(isCountryCodeOrEmpty(text)).toBe(FIELD_CHECKS.storeCountryCode(text) === undefined),
);
