import type { Phone } from './phone';

/** A fast 3G network: bytes per second, and the time of a round trip in ms. */
const FAST_3G = { offline: false, downloadThroughput: 200_000, uploadThroughput: 96_000, latency: 150 };

const CPU_SLOWDOWN = 4;

/** Returns the ms from opening the app, with an empty cache, until the driver can enter an invitation. */
export async function measureStart({ context, page }: Phone, url: string): Promise<number> {
  const browser = await context.newCDPSession(page);
  await browser.send('Network.enable');
  await browser.send('Network.emulateNetworkConditions', FAST_3G);
  await browser.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.querySelector('input')) {
        observer.disconnect();
        // The browser has drawn the field and can react to it.
        requestAnimationFrame(() => setTimeout(() => performance.mark('interactive')));
      }
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(url);
  await page.getByLabel('Invitation link').fill('https://example.com');
  const mark = await page.waitForFunction(() => performance.getEntriesByName('interactive')[0]?.startTime);
  return (await mark.jsonValue())!;
}
