import { eventually } from '@driver-dispatch/local-servers';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DASHBOARD_PORT_OFFSET, ENGINE_PORT_OFFSET } from './arguments';
import { DASHBOARD_PATH } from './shop/shop-config';
import { copyProject } from './testing/copy-project';
import { freeShopPort } from './testing/free-shop-port';
import { NpmScript, ROOT } from './testing/npm-script';

/** Timeout of each change, in ms. Vite and the compiler are slow on a busy machine. */
const TIMEOUT_MS = 240_000;

jest.setTimeout(900_000);

/** Changes sources in a copy of the project, because other tests read the project. Ctrl-C must leave no process. */
describe('npm run dev', () => {
  let project: string;
  let databases: string;
  let port: number;
  let run: NpmScript;

  beforeAll(async () => {
    const parent = join(ROOT, '.data');
    mkdirSync(parent, { recursive: true });
    project = mkdtempSync(join(parent, 'npm-dev-'));
    databases = mkdtempSync(join(tmpdir(), 'npm-dev-'));
    [project, databases].forEach((directory) => chmodSync(directory, 0o755));
    copyProject(project);
    port = await freeShopPort();
    run = new NpmScript('run dev', ['--port', String(port), '--data', join(databases, 'data')], project);
    await run.printed('Press Ctrl-C to stop');
  });

  afterAll(async () => {
    // Records the restarted processes.
    await run.printed('Press Ctrl-C to stop');
    run.pressCtrlC();
    await run.ended();
    await run.nothingRuns();
  });

  afterAll(async () => {
    await run?.kill();
    [project, databases].forEach((directory) => rmSync(directory, { recursive: true, force: true }));
  });

  it('serves a changed label of the dashboard', async () => {
    const file = 'plugins/driver-integration/dashboard/drivers/list/driver-list-page.tsx';
    const served = `http://127.0.0.1:${port + DASHBOARD_PORT_OFFSET}/${DASHBOARD_PATH}/@fs${join(project, file)}`;
    await until(served, 'New driver');
    replace(file, 'New driver', 'Hire');
    await until(served, 'Hire');
  });

  it('runs a changed file of the engine', async () => {
    const live = `http://127.0.0.1:${port + ENGINE_PORT_OFFSET}/health/live`;
    await until(live, '"up"');
    const file = 'packages/assignment-engine/src/health/health.controller.ts';
    replace(file, "{ status: 'up' }", "{ status: 'changed' }");
    await until(live, '"changed"');
  });

  function replace(file: string, before: string, after: string): void {
    const path = join(project, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(before);
    writeFileSync(path, text.replaceAll(before, after));
  }
});

/** Requests a URL until its answer contains the text. Requests fail while a server restarts. */
async function until(url: string, text: string): Promise<void> {
  const read = async () => (await fetch(url)).text();
  await eventually(
    () => read().catch(({ message }: Error) => message),
    (answer) => answer.includes(text),
    TIMEOUT_MS,
  );
}
