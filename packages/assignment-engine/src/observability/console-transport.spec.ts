import { createLogger } from './create-logger';

describe('the console transport', () => {
  let written: string[];
  let firstWrite: Promise<void>;

  beforeEach(() => {
    written = [];
    firstWrite = new Promise((resolve) => {
      jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
        written.push(String(text));
        resolve();
        return true;
      });
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('writes the lines of one tick at once, as one JSON object per line', async () => {
    const logger = createLogger({ level: 'info' });
    ['a', 'b', 'c'].forEach((message) => logger.info(message, { number: 1 }));
    expect(written).toEqual([]);
    await firstWrite;
    expect(written).toHaveLength(1);
    const lines = written[0].trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).message)).toEqual(['a', 'b', 'c']);
    logger.close();
  });

  it('writes buffered lines when the logger is closed', () => {
    const logger = createLogger({ level: 'info' });
    logger.info('last line');
    logger.close();
    expect(written.join('')).toContain('last line');
  });
});
