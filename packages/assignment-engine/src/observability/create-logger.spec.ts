import { createLogger } from './create-logger';

describe('the logger', () => {
  it.each([
    ['warn', ['error', 'warn']],
    ['info', ['error', 'warn', 'info']],
  ] as const)('at level %s formats only lines of %j', (level, formatted) => {
    const logger = createLogger({ level });
    const lines: string[] = [];
    jest.spyOn(logger, 'write').mockImplementation((line: unknown) => {
      lines.push((line as { level: string }).level);
      return true;
    });
    (['error', 'warn', 'info', 'debug'] as const).forEach((each) => logger[each]('line', { id: 1 }));
    expect(lines).toEqual(formatted);
    logger.close();
  });
});
