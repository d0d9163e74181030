import { assertSigningKeys, generateSigningKey, signingKeyProblem } from './signing-keys';

const keyOf = (bytes: number) => 'whsec_' + Buffer.alloc(bytes, 7).toString('base64');

describe('signing keys', () => {
  it('are fresh and usable when generated', () => {
    const keys = Array.from({ length: 20 }, generateSigningKey);
    expect(new Set(keys).size).toBe(20);
    expect(keys.map(signingKeyProblem)).toEqual(Array(20).fill(undefined));
  });

  it.each([24, 64])('may have %d bytes', (bytes) => {
    expect(signingKeyProblem(keyOf(bytes))).toBeUndefined();
  });

  it('may leave the padding of base64 away', () => {
    expect(signingKeyProblem(keyOf(32).replace(/=+$/, ''))).toBeUndefined();
  });

  it.each([
    ['another prefix', 'sk_' + keyOf(32).slice(6), /starts with whsec_/],
    ['nothing', '', /starts with whsec_/],
    ['23 bytes', keyOf(23), /24 to 64 bytes, this one 23/],
    ['65 bytes', keyOf(65), /24 to 64 bytes, this one 65/],
    ['something that is not base64', 'whsec_' + 'secret phrase!'.repeat(4), /base64/],
  ])('are refused with %s, without a word of the key', (_, key, problem) => {
    expect(signingKeyProblem(key)).toMatch(problem);
    expect(() => assertSigningKeys('keys.send', [keyOf(32), key])).toThrow(/^keys\.send: /);
    expect(signingKeyProblem(key)).not.toContain(key.slice(6) || 'whsec_MfKQ');
  });

  it('are needed', () => {
    expect(() => assertSigningKeys('keys', [])).toThrow('keys: at least one signing key is needed');
    expect(() => assertSigningKeys('keys', [keyOf(32)])).not.toThrow();
  });
});
