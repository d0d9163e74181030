import { fitText } from './fit-text';

describe('fitText', () => {
  it('leaves what fits, trimmed, and cuts what is too long', () => {
    expect(fitText(' Ada ', 200)).toBe('Ada');
    expect(fitText('Long Street', 6)).toBe('Long S');
    expect(fitText('Long Street', 5)).toBe('Long');
  });

  it.each([[null], [undefined], [''], ['  '], ['\0']])('makes nothing of %j', (value) => {
    expect(fitText(value, 10)).toBeUndefined();
  });

  it('never leaves half a character behind', () => {
    expect(fitText('ab😀', 3)).toBe('ab');
    expect(fitText('a\0b', 3)).toBe('ab');
  });
});
