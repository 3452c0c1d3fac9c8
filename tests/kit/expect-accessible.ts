import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Without frames of other origins there is nothing to gather, and no second page to open for it. Only what is wrong is written down. */
const axeOn = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** The library's menus and lists open outside the landmarks, as they should: what is below them is not to be read meanwhile. */
const EXPECTED = ['region'];

/**
 * That axe finds nothing against WCAG 2.2 AA and its own good practice on the page as it is now. With `inBothThemes` it is looked at in the other
 * theme too: only for contrast, since nothing else changes with the colours.
 */
export async function expectAccessible(page: Page, { inBothThemes = false } = {}): Promise<void> {
  expect(await violationsOf(axeOn(page).withTags(RULES).disableRules(EXPECTED))).toEqual([]);
  if (!inBothThemes) return;
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  await page.emulateMedia({ colorScheme: isDark ? 'light' : 'dark' });
  expect(await violationsOf(axeOn(page).withRules(['color-contrast']))).toEqual([]);
  await page.emulateMedia({ colorScheme: isDark ? 'dark' : 'light' });
}

async function violationsOf(builder: AxeBuilder): Promise<{ id: string; at: string[] }[]> {
  const { violations } = await builder.analyze();
  return violations.map(({ id, nodes }) => ({
    id,
    at: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  }));
}
