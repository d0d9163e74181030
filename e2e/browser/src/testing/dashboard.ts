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
import { LOG_IN, type Login } from './administrator';

/** Nothing that a browser without a screen lacks, and nothing that leaves the machine. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Upper bound for what a page does on a busy machine, in ms. */
const TIMEOUT_MS = 120_000;

/** By which a page reports a violation of its policy. */
const REPORT = 'reportPolicyViolation';

/** Folder for the pictures; `npm run pictures` sets it, without it none are taken. */
const { SCREENSHOTS } = process.env;

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

export interface View {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
}

/** The dashboard in a browser, as one person has it. */
export class Dashboard {
  private context: BrowserContext | undefined;
  /** Pages that nobody looks at: one that was used before shows the next in half the time of a new one. */
  private readonly idle: Page[] = [];
  /** Pages that somebody looks at, the one in front last: what is behind it is drawn once a second. */
  private readonly shown: Page[] = [];

  private constructor(
    private readonly url: string,
    private readonly browser: Browser,
    /** What the content security policy of a page has refused. */
    readonly violations: string[] = [],
  ) {}

  static async open(url: string): Promise<Dashboard> {
    const browser = await chromium.launch({ executablePath: requireChromium(), args: FLAGS });
    return new Dashboard(url, browser);
  }

  /** A window of its own with nobody logged in; whoever opens it closes its context. */
  async window(view?: View): Promise<Page> {
    return patientPage(await this.newContext(optionsOf(view)));
  }

  /** The same dashboard in the same browser, for another administrator, who logs in by the form. */
  async of({ identifier, password }: Login): Promise<Dashboard> {
    const own = new Dashboard(this.url, this.browser, this.violations);
    own.context = await own.newContext(optionsOf());
    const page = await own.page('login');
    await page.locator('#field-username').fill(identifier);
    await page.locator('#field-password').fill(password);
    await page.locator('button[type=submit]').click();
    await page.getByRole('heading', { name: 'Insights' }).waitFor();
    await own.leave(page);
    return own;
  }

  /** Logs an administrator in, without the form, who has the channel of the one before. */
  async logIn(login: Login = SUPERADMIN): Promise<void> {
    this.context ??= await this.newContext(optionsOf());
    await this.context.clearCookies();
    await this.context.request.post(new URL(`/${ADMIN_API_PATH}`, this.url).href, {
      data: { query: LOG_IN, variables: login },
      failOnStatusCode: true,
    });
  }

  /** A page of the dashboard, such as `driver-deliveries`; to be left with `leave`. */
  async page(path: string, view?: View): Promise<Page> {
    const page = await this.emptyPage(view);
    await page.goto(this.addressOf(path));
    return page;
  }

  /** A page that shows nothing yet; to be left with `leave`. */
  async emptyPage({ viewport = WIDE, colorScheme = 'light' }: View = {}): Promise<Page> {
    const page = this.idle.pop() ?? (await patientPage(this.loggedIn));
    this.shown.push(page);
    await page.bringToFront();
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    return page;
  }

  /** Has done with a page. */
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
    await context.exposeBinding(REPORT, ({ page }, violation: string) => {
      this.violations.push(`${page.url()}: ${violation}`);
    });
    await context.addInitScript((report) => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
        (window as unknown as Record<string, (violation: string) => void>)[report]!(
          `${violatedDirective} blocks ${blockedURI}`,
        ),
      );
    }, REPORT);
    return context;
  }

  private get loggedIn(): BrowserContext {
    if (!this.context) {
      throw new Error('Nobody is logged in');
    }
    return this.context;
  }
}

function optionsOf({ viewport = WIDE, colorScheme = 'light' }: View = {}): BrowserContextOptions {
  return { viewport, colorScheme, reducedMotion: 'reduce' };
}

async function patientPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  return page;
}

/** Takes a picture of what is seen, for the guides and for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  if (SCREENSHOTS) {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }
}

/** Scrolls to an element, in the page: blocks are put up anew at will, and a locator's own scrolling fails at that. */
export function scrollTo(element: Locator): Promise<void> {
  return element.evaluate((node) => node.scrollIntoView({ block: 'center' }));
}

/** By how many pixels a page, or what a selector finds of it, is wider than its window. */
export function overflowOf(page: Page, part?: string): Promise<number> {
  return part === undefined
    ? page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    : page.locator(part).evaluate((element) => element.getBoundingClientRect().right - window.innerWidth);
}

/** Does something while the superadministrator's dashboard is German. */
export async function inGerman(page: Page, work: () => Promise<void>): Promise<void> {
  await speak(page, 'de');
  try {
    await work();
  } finally {
    await speak(page, 'en');
  }
}

/** Sets the language of the superadministrator's dashboard, and reloads the page. */
async function speak(page: Page, displayLanguage: string): Promise<void> {
  await page.evaluate(async (language) => {
    const settings = JSON.parse(localStorage.getItem('vendure-user-settings') ?? '{}') as object;
    const value = { ...settings, displayLanguage: language };
    await fetch('/admin-api', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query:
          'mutation Speak($input: SettingsStoreInput!) { setSettingsStoreValue(input: $input) { result } }',
        variables: { input: { key: 'vendure.dashboard.userSettings', value } },
      }),
    });
    localStorage.setItem('vendure-user-settings', JSON.stringify(value));
  }, displayLanguage);
  await page.reload();
}
