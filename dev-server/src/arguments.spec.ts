import { parseArguments } from './arguments';

describe('parseArguments', () => {
  it('serves by default', () => {
    expect(parseArguments([])).toEqual({
      command: 'serve',
      port: 3000,
      drivers: 8,
      engine: 'in-process',
      orders: undefined,
      exit: false,
      host: false,
      tiles: 'openstreetmap',
      fresh: false,
      watch: false,
    });
  });

  it('reads all options', () => {
    expect(
      parseArguments([
        '--orders',
        '20',
        '--exit',
        '--engine',
        'service',
        '--drivers=3',
        '--port',
        '4000',
        '--fresh',
        '--host',
        '--tiles',
        'none',
      ]),
    ).toEqual({
      command: 'serve',
      port: 4000,
      drivers: 3,
      engine: 'service',
      orders: 20,
      exit: true,
      host: true,
      tiles: 'none',
      fresh: true,
      watch: false,
    });
    expect(parseArguments(['--watch'])).toMatchObject({ engine: 'service', watch: true });
    expect(parseArguments(['--mdrp', 'somewhere', '--speed', '2.5'])).toEqual({
      command: 'replay',
      directory: 'somewhere',
      minutesPerSecond: 2.5,
    });
    expect(parseArguments(['-h'])).toEqual({ command: 'help' });
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
    [['--engine', 'in-process', '--watch']],
    [['--tiles', 'somewhere']],
    [['--mdrp', 'x', '--speed', '0']],
    [['--mdrp']],
  ])('rejects %j', (args) => {
    expect(parseArguments(args)).toMatchObject({ command: 'invalid', problem: expect.any(String) });
  });
});
