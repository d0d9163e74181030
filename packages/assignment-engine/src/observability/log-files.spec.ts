import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@driver-dispatch/local-servers';
import { createLogger } from './create-logger';

/** Waits until a log file contains a line: a rotation moves files while it waits. */
async function written(directory: string, file: string, line: string) {
  const isWritten = () => {
    try {
      const names = readdirSync(directory).filter((name) => name.startsWith(file));
      return (
        names.includes(`${file}.log`) &&
        names.some((name) => readFileSync(join(directory, name), 'utf8').includes(`"${line}"`))
      );
    } catch {
      return false; // A rotation has renamed a file between the two calls.
    }
  };
  while (!isWritten()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** Repeats expectations until they hold: the last rotation may end after the logger. */
async function untilMet(expectations: () => void) {
  const failure = () => {
    try {
      expectations();
      return undefined;
    } catch (error) {
      return String(error);
    }
  };
  await eventually(failure, (message) => message === undefined, 10_000);
}

describe('log files', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'dispatch-log-'));
    jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    rmSync(directory, { recursive: true, force: true });
  });

  it('are rotated and limited in number', async () => {
    const logger = createLogger({ level: 'info', directory, maxFileBytes: 2_000, maxFiles: 3 });
    for (let i = 0; i < 60; i++) {
      logger.error(`line ${i}`, { padding: 'x'.repeat(200) });
      await written(directory, 'error', `line ${i}`);
      await written(directory, 'combined', `line ${i}`);
    }
    const finished = once(logger, 'finish');
    logger.end();
    await finished;
    await untilMet(() => {
      const files = readdirSync(directory).sort();
      expect(files.filter((name) => name.startsWith('error'))).toHaveLength(3);
      expect(files.filter((name) => name.startsWith('combined'))).toHaveLength(3);
      for (const name of files) {
        expect(statSync(join(directory, name)).size).toBeLessThan(4_000);
      }
      expect(
        readFileSync(join(directory, 'error.log'), 'utf8') +
          readFileSync(join(directory, 'error1.log'), 'utf8'),
      ).toContain('line 59');
    });
  });

  it('are separate for two workers', async () => {
    const limits = { maxFileBytes: 2_000, maxFiles: 2 };
    const workers = ['0', '1'].map((instance) =>
      createLogger({ level: 'info', directory, instance, ...limits }),
    );
    for (let i = 0; i < 30; i++) {
      workers.forEach((logger, worker) =>
        logger.info(`worker ${worker} line ${i}`, { padding: 'x'.repeat(200) }),
      );
      await written(directory, 'worker-0-combined', `worker 0 line ${i}`);
      await written(directory, 'worker-1-combined', `worker 1 line ${i}`);
    }
    const finished = workers.map((logger) => once(logger, 'finish'));
    workers.forEach((logger) => logger.end());
    await Promise.all(finished);
    await untilMet(() => {
      const writers = Object.fromEntries(
        readdirSync(directory).map((name) => {
          const text = readFileSync(join(directory, name), 'utf8');
          return [name, new Set(text.match(/worker \d/g))];
        }),
      );
      expect(writers).toEqual({
        'worker-0-combined.log': new Set(['worker 0']),
        'worker-0-combined1.log': new Set(['worker 0']),
        'worker-0-error.log': new Set(),
        'worker-1-combined.log': new Set(['worker 1']),
        'worker-1-combined1.log': new Set(['worker 1']),
        'worker-1-error.log': new Set(),
      });
    });
  });

  it('contain errors in error.log and combined.log, and warnings only in combined.log', async () => {
    const logger = createLogger({ level: 'info', directory });
    logger.warn('a warning');
    logger.error('an error', { error: { message: 'refused' } });
    const finished = once(logger, 'finish');
    logger.end();
    await finished;
    const lines = (name: string) =>
      readFileSync(join(directory, name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    expect(lines('error.log')).toEqual([expect.objectContaining({ level: 'error', message: 'an error' })]);
    expect(lines('combined.log').map(({ message }) => message)).toEqual(['a warning', 'an error']);
  });
});
