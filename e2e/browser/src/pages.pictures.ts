import { NARROW, measureOverflow, picture, scrollTo, WIDE } from './testing/dashboard';
import { once } from './testing/once';
import { deliveryOnItsWay, PAGES, reportLocation, type OnItsWay } from './testing/pages';
import { useWorld } from './testing/use-world';

/** Time for the page to redraw after a resize. */
const DRAWN_AFTER_MS = 500;

const WIDTHS = { wide: WIDE, narrow: NARROW };

const test = useWorld();

/** Takes pictures of every page and checks that no page is wider than its window. */
describe('pages in both themes, wide and narrow', () => {
  let about: OnItsWay;

  beforeEach(async () => {
    about = await deliveryOnItsWay(test().shop);
  });

  it.each(PAGES)('takes pictures of $name', async ({ name, path, shown, ours }) => {
    const { dashboard } = test();
    for (const colorScheme of ['light', 'dark'] as const) {
      await reportLocation(test().shop);
      const page = await dashboard.page(path(about), { colorScheme });
      await shown(page);
      for (const [width, viewport] of Object.entries(WIDTHS)) {
        await page.setViewportSize(viewport);
        await page.waitForTimeout(DRAWN_AFTER_MS);
        if (ours) {
          await scrollTo(page.locator(ours));
        }
        const overflow = await once(
          () => measureOverflow(page, ours),
          (pixels) => pixels <= 0,
        );
        expect(overflow).toBeLessThanOrEqual(0);
        await picture(page, `${name}-${width}-${colorScheme}`);
      }
      await dashboard.leave(page);
    }
  });
});
