import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireChromium } from './chromium-binary';
import { requireRedisBinary } from './redis-binary';
import { RedisServer } from './redis-server';
import { UserError } from './user-error';

describe('binaries', () => {
  const { PATH, CHROMIUM_PATH } = process.env;
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'path-'));
    process.env.PATH = directory;
    delete process.env.CHROMIUM_PATH;
  });

  afterEach(() => {
    process.env.PATH = PATH;
    if (CHROMIUM_PATH !== undefined) {
      process.env.CHROMIUM_PATH = CHROMIUM_PATH;
    }
    rmSync(directory, { recursive: true });
  });

  it('explain how to install a missing server or browser', () => {
    expect(requireRedisBinary).toThrow(UserError);
    expect(requireRedisBinary).toThrow(/^Redis is missing\. Install it \(.*apt-get install redis-server/);
    expect(requireChromium).toThrow(UserError);
    expect(requireChromium).toThrow(/^Chromium is missing\. Install it \(.*apt-get install chromium/);
  });

  it('report a CHROMIUM_PATH that is not executable', () => {
    process.env.CHROMIUM_PATH = join(directory, 'browser');
    expect(requireChromium).toThrow(
      `CHROMIUM_PATH is ${directory}/browser, which can't be run. Set it to a Chromium or Chrome, or unset it.`,
    );
    writeFileSync(process.env.CHROMIUM_PATH, '', { mode: 0o755 });
    expect(requireChromium()).toBe(process.env.CHROMIUM_PATH);
  });

  it('report the cause when Redis does not start', async () => {
    writeFileSync(join(directory, 'redis-server'), '#!/bin/sh\necho first; echo "out of memory"; exit 1\n', {
      mode: 0o755,
    });
    await expect(RedisServer.start()).rejects.toThrow(
      `Redis did not start: out of memory. Check ${directory}/redis-server, or install Redis again.`,
    );
  });
});
