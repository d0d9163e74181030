/** The usual punctuation. */
const PHONE_NUMBER = /^\+?[\d\s()./-]+$/;
const PHONE_DIGITS = { min: 5, max: 15 };

/** Whether a text is empty or a phone number. The server rejects the same texts. */
export function isPhoneNumberOrEmpty(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return (
    text === '' ||
    (PHONE_NUMBER.test(text.trim()) && digits >= PHONE_DIGITS.min && digits <= PHONE_DIGITS.max)
  );
}

/** Whether a text is empty or looks like an ISO 3166-1 alpha-2 code. The server also checks that the code exists. */
export function isCountryCodeOrEmpty(text: string): boolean {
  return text === '' || /^[A-Z]{2}$/.test(text);
}
