import { readArguments } from './arguments';

describe('readArguments', () => {
  it('serves by default', () => {
    expect(readArguments([])).toEqual({
      command: 'serve',
      port: 3000,
      drivers: 8,
      engine: 'in-process',
      orders: undefined,
      exit: false,
      fresh: false,
    });
  });

  it('reads all options', () => {
    expect(
      readArguments([
        '--orders',
        '20',
        '--exit',
        '--engine',
        'service',
        '--drivers=3',
        '--port',
        '4000',
        '--fresh',
      ]),
    ).toEqual({
      command: 'serve',
      port: 4000,
      drivers: 3,
      engine: 'service',
      orders: 20,
      exit: true,
      fresh: true,
    });
    expect(readArguments(['--mdrp', 'somewhere', '--speed', '2.5'])).toEqual({
      command: 'replay',
      directory: 'somewhere',
      minutesPerSecond: 2.5,
    });
    expect(readArguments(['-h'])).toEqual({ command: 'help' });
  });

  it.each([
    [['--unknown']],
    [['stray']],
    [['--exit']],
    [['--speed', '3']],
    [['--orders', 'many']],
    [['--orders', '1.5']],
    [['--orders=']],
    [['--port', '70000']],
    [['--engine', 'elsewhere']],
    [['--mdrp', 'x', '--speed', '0']],
    [['--mdrp']],
  ])('rejects %j', (args) => {
    expect(readArguments(args)).toMatchObject({ command: 'wrong', problem: expect.any(String) });
  });
});
