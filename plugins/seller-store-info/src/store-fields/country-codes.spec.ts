import { isCountryCode } from './country-codes';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const accepted = letters.flatMap((a) => letters.map((b) => a + b)).filter(isCountryCode);

describe('isCountryCode', () => {
  it('accepts the 249 assigned codes', () => {
    const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
    expect(accepted).toHaveLength(249);
    expect(accepted.filter((code) => new Intl.Locale(`und-${code}`).region !== code)).toEqual([]);
    expect(accepted.filter((code) => !names.of(code))).toEqual([]);
  });

  it.each(['UK', 'EU', 'XX', 'de', 'DEU', 'D', ' DE', ''])('rejects %p', (text) => {
    expect(isCountryCode(text)).toBe(false);
  });
});
