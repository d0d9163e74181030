import type { Point } from '@driver-dispatch/contract';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { NARROW, openPage, picture, recordViolations } from '../dashboard';
import { findViolations } from '../find-violations';

export interface PhoneOptions extends Pick<
  BrowserContextOptions,
  'locale' | 'colorScheme' | 'serviceWorkers'
> {
  /** Without a location the app may not read it. */
  location?: Point;
  /** Difference of the device's clock to the true time, in ms. */
  clockOffsetMs?: number;
}

/** Shifts the clock of a page. Runs in the page. */
function shiftClock(offsetMs: number): void {
  const TrueDate = Date;
  globalThis.Date = class extends TrueDate {
    constructor(value?: number | string | Date) {
      super(value ?? TrueDate.now() + offsetMs);
    }

    static override now(): number {
      return TrueDate.now() + offsetMs;
    }
  } as DateConstructor;
}

/** A phone with the driver app. */
export class Phone {
  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly findings: string[],
  ) {}

  /** @param findings to which the phone adds violations of the content security policy and findings of axe */
  static async open(browser: Browser, findings: string[], options: PhoneOptions = {}): Promise<Phone> {
    const { location, clockOffsetMs, ...others } = options;
    const context = await browser.newContext({
      viewport: NARROW,
      hasTouch: true,
      reducedMotion: 'reduce',
      ...(location && {
        geolocation: { latitude: location.lat, longitude: location.lon },
        permissions: ['geolocation'],
      }),
      ...others,
    });
    await recordViolations(context, findings);
    if (clockOffsetMs) {
      await context.addInitScript(shiftClock, clockOffsetMs);
    }
    return new Phone(context, await openPage(context), findings);
  }

  heading(name: string): Promise<void> {
    return this.page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  }

  tap(name: string): Promise<void> {
    return this.page.getByRole('button', { name, exact: true }).click();
  }

  follow(name: string): Promise<void> {
    return this.page.getByRole('link', { name, exact: true }).click();
  }

  /** Waits for a message to the driver. */
  alert(text: string): Promise<void> {
    return this.page.getByRole('alert').filter({ hasText: text }).waitFor();
  }

  /** Records vibrations. Returns a function that waits for one. */
  async recordVibrations(): Promise<() => Promise<void>> {
    await this.page.evaluate(() => {
      const record = () => {
        document.documentElement.dataset.vibrated = 'yes';
        return true;
      };
      Object.defineProperty(navigator, 'vibrate', { value: record });
    });
    return () => this.page.locator('html[data-vibrated]').waitFor();
  }

  /** Checks the screen with axe, and takes a picture of it. */
  async check(name: string): Promise<void> {
    const found = await findViolations(this.page, 'body', []);
    this.findings.push(...found.map((finding) => `${name}: ${finding}`));
    await picture(this.page, `driver-app-${name}`);
  }

  /** Everything that the app has stored in IndexedDB, as text. */
  storedText(): Promise<string> {
    return this.page.evaluate(async () => {
      const wait = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await wait(indexedDB.open('driver-dispatch'));
      const stores = database.transaction(['values', 'steps']);
      const values = await wait(stores.objectStore('values').getAll());
      const steps = await wait(stores.objectStore('steps').getAll());
      database.close();
      return JSON.stringify([values, steps]);
    });
  }

  /** A photo of 3000 x 2000 pixels. */
  async largePhoto(): Promise<Buffer> {
    const base64 = await this.page.evaluate(() => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [3000, 2000];
      const context = canvas.getContext('2d')!;
      context.fillStyle = '#c96';
      context.fillRect(500, 500, 2000, 1000);
      return canvas.toDataURL('image/jpeg').split(',')[1]!;
    });
    return Buffer.from(base64, 'base64');
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
