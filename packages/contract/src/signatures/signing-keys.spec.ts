import { assertSigningKeys, generateSigningKey, signingKeyProblem } from './signing-keys';

const getKey = (bytes: number) => 'whsec_' + Buffer.alloc(bytes, 7).toString('base64');

describe('signing keys', () => {
  it('are valid and different when generated', () => {
    const keys = Array.from({ length: 20 }, generateSigningKey);
    expect(new Set(keys).size).toBe(20);
    expect(keys.map(signingKeyProblem)).toEqual(Array(20).fill(undefined));
  });

  it.each([24, 64])('are valid with %d bytes', (bytes) => {
    expect(signingKeyProblem(getKey(bytes))).toBeUndefined();
  });

  it('are valid without base64 padding', () => {
    expect(signingKeyProblem(getKey(32).replace(/=+$/, ''))).toBeUndefined();
  });

  it.each([
    ['another prefix', 'sk_' + getKey(32).slice(6), /must start with whsec_/],
    ['nothing', '', /must start with whsec_/],
    ['23 bytes', getKey(23), /24 to 64 bytes, not 23/],
    ['65 bytes', getKey(65), /24 to 64 bytes, not 65/],
    ['something that is not base64', 'whsec_' + 'secret phrase!'.repeat(4), /base64/],
  ])('are invalid with %s, and the error does not contain the key', (_, key, problem) => {
    expect(signingKeyProblem(key)).toMatch(problem);
    expect(() => assertSigningKeys('keys.send', [getKey(32), key])).toThrow(/^keys\.send: /);
    expect(signingKeyProblem(key)).not.toContain(key.slice(6) || 'whsec_MfKQ');
  });

  it('are required', () => {
    expect(() => assertSigningKeys('keys', [])).toThrow('keys: at least one signing key is required');
    expect(() => assertSigningKeys('keys', [getKey(32)])).not.toThrow();
  });
});
