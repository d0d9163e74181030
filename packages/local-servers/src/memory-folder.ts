import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guardFolder } from './guard';

/** Folder that Linux keeps in memory. */
const SHARED_MEMORY = '/dev/shm';

/** Room for a copy of the installed packages and the databases of the test files that run at a time. */
const REQUIRED_BYTES = 6 * 1024 ** 3;

/**
 * Keeps the temporary files of this process and of its children in memory if there is enough of it. A disk may take seconds to
 * create or delete the thousand files of a PostgreSQL cluster.
 *
 * @returns deletes the files; they are also deleted when this process ends
 */
export function keepTemporaryFilesInMemory(
  folder = SHARED_MEMORY,
  requiredBytes = REQUIRED_BYTES,
): () => void {
  const directory = createFolder(folder, requiredBytes);
  if (!directory) {
    return () => undefined;
  }
  const deleteFolder = guardFolder(directory);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = directory;
  return () => {
    if (before === undefined) {
      delete process.env.TMPDIR;
    } else {
      process.env.TMPDIR = before;
    }
    deleteFolder();
  };
}

/** @returns a folder in which programs can be executed; undefined if there is too little room or none can be created */
function createFolder(folder: string, requiredBytes: number): string | undefined {
  let directory: string | undefined;
  try {
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize < requiredBytes) {
      return undefined;
    }
    directory = mkdtempSync(join(folder, 'dispatch-'));
    // PostgreSQL runs as another user than root.
    chmodSync(directory, 0o711);
    const program = join(directory, 'program');
    writeFileSync(program, '', { mode: 0o700 });
    accessSync(program, constants.X_OK);
    rmSync(program);
    return directory;
  } catch {
    if (directory) {
      rmSync(directory, { recursive: true, force: true });
    }
    return undefined;
  }
}
