import { FAULTS } from '../faults/catalog';
import { parseArguments } from './arguments';

describe('parseArguments', () => {
  it('defaults to every fault in its full form with the default seed', () => {
    expect(parseArguments([])).toEqual({
      help: false,
      faults: FAULTS,
      seed: 1,
      length: 'full',
      soakMinutes: undefined,
      report: undefined,
    });
    const ids = FAULTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(Array.from({ length: 26 }, (_, i) => `F${i + 1}`)));
  });

  it('reads faults, seed, length and soak minutes', () => {
    const { faults, seed, length } = parseArguments(['--only', 'f4, F7', '--seed', '7', '--short']);
    expect(faults.map(({ id }) => id)).toEqual(['F4', 'F7']);
    expect([seed, length]).toEqual([7, 'short']);
    expect(parseArguments(['--soak', '0.5']).soakMinutes).toBe(0.5);
  });

  it.each([
    [['--only', 'F99'], /no fault F99; there are F1 F2/],
    [['--seed', 'x'], /--seed: expected an integer/],
    [['--soak', '-1'], /--soak: expected a positive number|argument is ambiguous/],
    [['--soak', 'long'], /--soak: expected a positive number/],
    [['--fast'], /--fast/],
  ])('rejects %p', (args, message) => {
    expect(() => parseArguments(args)).toThrow(message);
  });
});
