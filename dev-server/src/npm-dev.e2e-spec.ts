import { freePort, requireChromium } from '@driver-dispatch/local-servers';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type Page } from 'playwright-core';
import { DASHBOARD_PORT_OFFSET, ENGINE_PORT_OFFSET } from './arguments';
import { DASHBOARD_PATH } from './shop/shop-config';
import { SUPERADMIN } from './shop/marketplace-config';
import { copyProject } from './testing/copy-project';
import { NpmScript, ROOT } from './testing/npm-script';

/** Timeout of each wait in the browser, in ms. Vite compiles the dashboard when a page is opened for the first time. */
const TIMEOUT_MS = 240_000;

jest.setTimeout(900_000);

/** Changes sources in a copy of the project, because other tests read the project. Ctrl-C must leave no process. */
describe('npm run dev', () => {
  let project: string;
  let databases: string;
  let port: number;
  let run: NpmScript;
  let browser: Browser;

  beforeAll(async () => {
    const parent = join(ROOT, '.data');
    mkdirSync(parent, { recursive: true });
    project = mkdtempSync(join(parent, 'npm-dev-'));
    databases = mkdtempSync(join(tmpdir(), 'npm-dev-'));
    [project, databases].forEach((directory) => chmodSync(directory, 0o755));
    copyProject(project);
    port = await freePort();
    run = new NpmScript('run dev', ['--port', String(port), '--data', join(databases, 'data')], project);
    browser = await chromium.launch({ executablePath: requireChromium(), args: ['--no-sandbox'] });
    await run.printed('Press Ctrl-C to stop');
  });

  afterAll(async () => {
    await browser?.close();
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

  it('shows a changed label of the dashboard', async () => {
    const page = await logIn(browser, `http://127.0.0.1:${port + DASHBOARD_PORT_OFFSET}/${DASHBOARD_PATH}`);
    await page.getByRole('button', { name: 'New driver' }).waitFor();
    replace('plugins/driver-integration/dashboard/drivers/list/driver-list-page.tsx', 'New driver', 'Hire');
    await page.getByRole('button', { name: 'Hire' }).waitFor();
  });

  it('runs a changed file of the engine', async () => {
    const live = `http://127.0.0.1:${port + ENGINE_PORT_OFFSET}/health/live`;
    expect(await (await fetch(live)).json()).toEqual({ status: 'up' });
    const file = 'packages/assignment-engine/src/health/health.controller.ts';
    replace(file, "{ status: 'up' }", "{ status: 'changed' }");
    while (!(await answers(live, 'changed'))) {
      await wait(50);
    }
  });

  function replace(file: string, before: string, after: string): void {
    const path = join(project, file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(before);
    writeFileSync(path, text.replaceAll(before, after));
  }
});

/** Opens the list of drivers as superadministrator. */
async function logIn(browser: Browser, dashboard: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  await page.goto(`${dashboard}/login`);
  await page.locator('#field-username').fill(SUPERADMIN.identifier);
  await page.locator('#field-password').fill(SUPERADMIN.password);
  await page.locator('button[type=submit]').click();
  await page.getByRole('heading', { name: 'Insights' }).waitFor();
  await page.goto(`${dashboard}/drivers`);
  return page;
}

async function answers(url: string, status: string): Promise<boolean> {
  try {
    const reply = (await (await fetch(url)).json()) as { status: string };
    return reply.status === status;
  } catch {
    // The engine restarts.
    return false;
  }
}
