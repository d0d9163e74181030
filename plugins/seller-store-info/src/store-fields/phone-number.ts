/** The usual punctuation. E.164 allows at most 15 digits. */
const PATTERN = /^\+?[\d\s()./-]+$/;
const DIGITS = { min: 5, max: 15 };

/** Whether a text is a phone number: digits with the usual punctuation, after a `+` or a national prefix. */
export function isPhoneNumber(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  return PATTERN.test(text.trim()) && digits >= DIGITS.min && digits <= DIGITS.max;
}
