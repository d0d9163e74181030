import { ADMIN_API_PATH, SUPERADMIN } from '@driver-dispatch/dev-server';
import { requireChromium } from '@driver-dispatch/local-servers';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from 'playwright-core';
import { LOG_IN } from '../../../src/testing/administrators';
import type { Login } from './administrator';

/** Disables features that need a screen or a network connection. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Timeout of all page operations in ms, long enough for a busy machine. */
const TIMEOUT_MS = 120_000;

/** Name of the binding that reports violations of the content security policy. */
const REPORT = 'reportPolicyViolation';

/** Folder for the pictures, set by `npm run pictures`. Without it no pictures are taken. */
const { SCREENSHOTS } = process.env;

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

export interface View {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
}

/** The dashboard in a browser, logged in as one administrator. */
export class Dashboard {
  private context: BrowserContext | undefined;
  /** Unused pages. Reusing a page takes half the time of opening a new one. */
  private readonly idle: Page[] = [];
  /** Pages in use, the front page last. The browser draws background pages only once a second. */
  private readonly shown: Page[] = [];

  private constructor(
    private readonly url: string,
    readonly browser: Browser,
    /** Violations of the content security policy. */
    readonly violations: string[] = [],
  ) {}

  static async open(url: string): Promise<Dashboard> {
    return new Dashboard(url, await launchBrowser());
  }

  /** Opens a page in a new context without login. The caller closes the context. */
  async window(view?: View): Promise<Page> {
    return openPage(await this.newContext(getOptions(view)));
  }

  /** Logs another administrator in through the form, in a new context of the same browser. */
  async of({ identifier, password }: Login): Promise<Dashboard> {
    const own = new Dashboard(this.url, this.browser, this.violations);
    own.context = await own.newContext(getOptions());
    const page = await own.page('login');
    await page.locator('#field-username').fill(identifier);
    await page.locator('#field-password').fill(password);
    await page.locator('button[type=submit]').click();
    await page.getByRole('heading', { name: 'Insights' }).waitFor();
    await own.leave(page);
    return own;
  }

  /** Logs an administrator in through the API. The channel of the previous login stays selected. */
  async logIn(login: Login = SUPERADMIN): Promise<void> {
    this.context ??= await this.newContext(getOptions());
    await this.context.clearCookies();
    await this.context.request.post(new URL(`/${ADMIN_API_PATH}`, this.url).href, {
      data: { query: LOG_IN, variables: login },
      failOnStatusCode: true,
    });
  }

  /** Opens a page of the dashboard, such as `driver-deliveries`. The caller releases it with `leave`. */
  async page(path: string, view?: View): Promise<Page> {
    const page = await this.emptyPage(view);
    await page.goto(this.addressOf(path));
    return page;
  }

  /** Opens another page of the dashboard without loading it again, as a link does. Needs a third of the CPU time. */
  async follow(page: Page, path: string): Promise<void> {
    await page.evaluate((address) => {
      history.pushState(null, '', address);
      dispatchEvent(new PopStateEvent('popstate'));
    }, this.addressOf(path));
  }

  /** Opens an empty page. The caller releases it with `leave`. */
  async emptyPage({ viewport = WIDE, colorScheme = 'light' }: View = {}): Promise<Page> {
    const page = this.idle.pop() ?? (await openPage(this.loggedIn));
    this.shown.push(page);
    await page.bringToFront();
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    return page;
  }

  /** Releases a page for reuse. */
  async leave(page: Page): Promise<void> {
    await page.goto('about:blank');
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    this.idle.push(page);
    this.shown.splice(this.shown.indexOf(page) >>> 0, 1);
    await this.shown.at(-1)?.bringToFront();
  }

  addressOf(path: string): string {
    return `${this.url}/${path}`;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private async newContext(options: BrowserContextOptions): Promise<BrowserContext> {
    const context = await this.browser.newContext(options);
    await recordViolations(context, this.violations);
    return context;
  }

  private get loggedIn(): BrowserContext {
    if (!this.context) {
      throw new Error('Not logged in');
    }
    return this.context;
  }
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: requireChromium(), args: FLAGS });
}

/** Adds the violations of the content security policy of all pages to a list. */
export async function recordViolations(context: BrowserContext, violations: string[]): Promise<void> {
  await context.exposeBinding(REPORT, ({ page }, violation: string) => {
    violations.push(`${page.url()}: ${violation}`);
  });
  await context.addInitScript((report) => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      (window as unknown as Record<string, (violation: string) => void>)[report]!(
        `${violatedDirective} blocks ${blockedURI}`,
      ),
    );
  }, REPORT);
}

function getOptions({ viewport = WIDE, colorScheme = 'light' }: View = {}): BrowserContextOptions {
  return { viewport, colorScheme, reducedMotion: 'reduce' };
}

export async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  return page;
}

/** Saves a screenshot of the visible part of the page if `SCREENSHOTS` is set. */
export async function picture(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS) {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }
}

/** Scrolls to an element from within the page: a locator's own scrolling fails if the element is rendered again. */
export function scrollTo(element: Locator): Promise<void> {
  return element.evaluate((node) => node.scrollIntoView({ block: 'center' }));
}

/** Returns by how many pixels a page, or a part of it, is wider than its window. */
export function measureOverflow(page: Page, part?: string): Promise<number> {
  return part === undefined
    ? page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    : page.locator(part).evaluate((element) => element.getBoundingClientRect().right - window.innerWidth);
}

/** Fills and confirms the dialog that cancels one or more deliveries. */
export async function cancelFor(page: Page, reasonCode: string, note = ''): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason', { exact: true }).selectOption(reasonCode);
  await dialog.getByLabel('Note (optional)').fill(note);
  await dialog.getByRole('button', { name: /^Cancel/ }).click();
}

/** Runs a function while the superadministrator's dashboard is in German. */
export async function inGerman(page: Page, work: () => Promise<void>): Promise<void> {
  await setLanguage(page, 'de');
  try {
    await work();
  } finally {
    await setLanguage(page, 'en');
  }
}

/** Sets the language of the superadministrator's dashboard and reloads the page. */
async function setLanguage(page: Page, displayLanguage: string): Promise<void> {
  await page.evaluate(async (language) => {
    const settings = JSON.parse(localStorage.getItem('vendure-user-settings') ?? '{}') as object;
    const value = { ...settings, displayLanguage: language };
    await fetch('/admin-api', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query:
          'mutation Set($input: SettingsStoreInput!) { setSettingsStoreValue(input: $input) { result } }',
        variables: { input: { key: 'vendure.dashboard.userSettings', value } },
      }),
    });
    localStorage.setItem('vendure-user-settings', JSON.stringify(value));
  }, displayLanguage);
  await page.reload();
}
