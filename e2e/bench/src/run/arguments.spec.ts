import { SCENARIOS } from '../scenarios/catalog';
import { FULL, QUICK } from '../world/sizes';
import { readArguments } from './arguments';

describe('readArguments', () => {
  it('means everything, at full size, unless told otherwise', () => {
    expect(readArguments([])).toEqual({
      ...{ scenarios: SCENARIOS, growth: true, sizes: FULL, environment: {}, profile: false },
      ...{ json: undefined, report: undefined },
    });
    expect(SCENARIOS.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, i) => `S${i + 1}`));
  });

  it('takes some measurements, a size, a variable of the engine', () => {
    const wanted = readArguments(['--only', 's1, S12', '--quick', '--env', 'LOG_LEVEL=info', '--long']);
    expect(wanted.scenarios.map(({ id }) => id)).toEqual(['S1', 'S12']);
    expect(wanted.growth).toBe(false);
    expect(wanted.sizes).toEqual({ ...QUICK, memorySeconds: 600 });
    expect(wanted.environment).toEqual({ LOG_LEVEL: 'info' });
    expect(readArguments(['--only', 'growth'])).toMatchObject({ scenarios: [], growth: true });
  });

  it('profiles full load, unless others are named', () => {
    const idsOf = (...args: string[]) => readArguments(['--prof', ...args]).scenarios.map(({ id }) => id);
    expect(idsOf()).toEqual(['S1']);
    expect(idsOf('--only', 'S3,S12')).toEqual(['S3', 'S12']);
  });

  it.each([
    [['--only', 'S99'], /no measurement S99; there are S1 S2/],
    [['--env', 'LOG_LEVEL'], /NAME=VALUE/],
    [['--fast'], /--fast/],
  ])('says what is wrong with %p', (args, complaint) => {
    expect(() => readArguments(args)).toThrow(complaint);
  });
});
