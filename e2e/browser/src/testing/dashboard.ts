import { SUPERADMIN } from '@driver-dispatch/dev-server';
import { requireChromium } from '@driver-dispatch/local-servers';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import type { Login } from './administrator';

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

const SCREENSHOTS = resolve(__dirname, '..', '..', 'screenshots');

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };

export interface View {
  viewport?: { width: number; height: number };
  colorScheme?: 'light' | 'dark';
}

/** The dashboard in a browser. */
export class Dashboard {
  private state: BrowserContextOptions['storageState'];

  private constructor(
    private readonly url: string,
    private readonly browser: Browser,
  ) {}

  static async open(url: string): Promise<Dashboard> {
    const browser = await chromium.launch({ executablePath: requireChromium(), args: FLAGS });
    return new Dashboard(url, browser);
  }

  /** A window of its own with nobody logged in. */
  async window({ viewport = WIDE, colorScheme = 'light' }: View = {}): Promise<Page> {
    const context = await this.browser.newContext({
      viewport,
      colorScheme,
      reducedMotion: 'reduce',
      ...(this.state ? { storageState: this.state } : {}),
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    return page;
  }

  /** The same dashboard in the same browser, for somebody else. */
  async of(login: Login): Promise<Dashboard> {
    const own = new Dashboard(this.url, this.browser);
    await own.logIn(login);
    return own;
  }

  /** Logs somebody in by the form; whoever opens a page from then on is logged in, too. */
  async logIn({ identifier, password }: Login = SUPERADMIN): Promise<void> {
    const page = await this.window();
    await page.goto(`${this.url}/login`);
    await page.locator('#field-username').fill(identifier);
    await page.locator('#field-password').fill(password);
    await page.locator('button[type=submit]').click();
    await page.getByRole('heading', { name: 'Insights' }).waitFor();
    this.state = await page.context().storageState();
    await page.context().close();
  }

  /** A page of the dashboard, such as `driver-deliveries`. */
  async page(path: string, view?: View): Promise<Page> {
    const page = await this.window(view);
    await page.goto(this.addressOf(path));
    return page;
  }

  addressOf(path: string): string {
    return `${this.url}/${path}`;
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** A picture of what is seen, for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

/** Sets the language in which the superadmin is spoken to, and opens the page anew. */
export async function speak(page: Page, displayLanguage: string): Promise<void> {
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
