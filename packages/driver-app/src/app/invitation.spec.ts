import { findInvitation } from './invitation';

const SECRET = 'a'.repeat(43);

describe('findInvitation', () => {
  it.each([
    [`https://engine.example.com/driver/#invitation=${SECRET}`, SECRET],
    [`#invitation=${SECRET}`, SECRET],
    [` ${SECRET}\n`, SECRET],
    ['https://engine.example.com/driver/', undefined],
    [`#invitation=${SECRET}a`, undefined],
    ['', undefined],
  ])('finds the secret in %j', (text, secret) => {
    expect(findInvitation(text)).toBe(secret);
  });
});
