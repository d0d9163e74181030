import { fitText } from './fit-text';

describe('fitText', () => {
  it('trims text and truncates it to the maximum length', () => {
    expect(fitText(' Ada ', 200)).toBe('Ada');
    expect(fitText('Long Street', 6)).toBe('Long S');
    expect(fitText('Long Street', 5)).toBe('Long');
  });

  it.each([[null], [undefined], [''], ['  '], ['\0']])('returns undefined for %j', (value) => {
    expect(fitText(value, 10)).toBeUndefined();
  });

  it('removes lone surrogates and NUL', () => {
    expect(fitText('ab😀', 3)).toBe('ab');
    expect(fitText('a\0b', 3)).toBe('ab');
  });
});
