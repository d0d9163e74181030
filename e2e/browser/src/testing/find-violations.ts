import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** The script of axe-core. Evaluating it is not subject to the content security policy of the page. */
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Controls of Vendure's dashboard that have no name: in the header, in lists, in detail pages and as inputs. */
const VENDURE_CONTROLS = [
  'header',
  '[data-testid^="dt-"]',
  '[data-slot="table-head"]',
  '[data-slot="checkbox"]',
  '[data-slot="tooltip-trigger"]:not([aria-label])',
  '[role="combobox"]:not([aria-label])',
  '[data-testid="entity-info-trigger"]',
  'div[data-slot="popover-trigger"]',
];

interface Axe {
  run: (
    parts: { include: string[]; exclude: string[] },
    options: object,
  ) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
}

/**
 * Returns the findings of axe in our part of a page: the violated rule, the element, and what is wrong.
 *
 * @param exclude selectors of elements that are not checked
 */
export async function findViolations(
  page: Page,
  part: string,
  exclude = VENDURE_CONTROLS,
): Promise<string[]> {
  await page.evaluate(AXE);
  const parts = { include: [part], exclude };
  return page.evaluate(async (checked) => {
    const { axe } = window as unknown as { axe: Axe };
    // A colour in transition has another contrast.
    document.getAnimations().forEach((animation) => animation.cancel());
    const { violations } = await axe.run(checked, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary = '' }) => `${id}: ${html}: ${failureSummary}`),
    );
  }, parts);
}
