import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { keepTemporaryFilesInMemory } from './memory-folder';

describe('temporary files in memory', () => {
  const before = process.env.TMPDIR;
  let memory: string;

  beforeEach(() => {
    memory = mkdtempSync(join(tmpdir(), 'memory-'));
  });
  afterEach(() => rmSync(memory, { recursive: true, force: true }));

  it('are kept in a folder that every user may enter, and deleted with it', () => {
    const deleteFiles = keepTemporaryFilesInMemory(memory, 1);
    const folder = process.env.TMPDIR!;
    mkdtempSync(join(folder, 'a-'));
    expect(dirname(folder)).toBe(memory);
    expect(statSync(folder).mode & 0o001).toBe(0o001);
    deleteFiles();
    expect(process.env.TMPDIR).toBe(before);
    expect(existsSync(folder)).toBe(false);
  });

  it.each([
    ['has too little space', () => memory, Number.MAX_SAFE_INTEGER],
    ['does not exist', () => join(memory, 'absent'), 1],
  ])('are kept elsewhere if the folder %s', (_, folder, requiredBytes) => {
    keepTemporaryFilesInMemory(folder(), requiredBytes)();
    expect(process.env.TMPDIR).toBe(before);
    expect(readdirSync(memory)).toEqual([]);
  });
});
