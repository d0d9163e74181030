import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataDirectory } from './data-directory';

describe('dataDirectory', () => {
  let home: string;
  let project: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'home-'));
    project = join(home, 'project');
    mkdirSync(project, { mode: 0o755 });
  });

  afterEach(() => rmSync(home, { recursive: true }));

  it('returns a directory in the package', () => {
    chmodSync(home, 0o755);
    expect(dataDirectory(project, true)).toBe(join(project, '.data'));
  });

  it('returns a temporary directory for root in a closed home directory', () => {
    chmodSync(home, 0o700);
    expect(dataDirectory(project, false)).toBe(join(project, '.data'));
    expect(dataDirectory(project, true)).toMatch(/driver-dispatch-[0-9a-f]{12}$/);
    expect(dataDirectory(project, true)).toBe(dataDirectory(project, true));
  });
});
