import { isPhoneNumber } from './phone-number';

it.each(['+49 30 5550101', '030/555 01-01', '(212) 555-0100', '00493055501', ' +33 1 23 45 67 89 '])(
  'accepts %s',
  (text) => expect(isPhoneNumber(text)).toBe(true),
);

it.each(['', '110', 'call me', '+49 30 5550101 ext. 2', '+49+30', '1'.repeat(16), '030 555O101'])(
  'rejects "%s"',
  (text) => expect(isPhoneNumber(text)).toBe(false),
);
