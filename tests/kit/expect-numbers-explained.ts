import { expect, type Page } from '@playwright/test';

/** What explains itself, or says why it measures nothing (see `client/src/numbers/plain.ts`). */
const EXPLAINED = '[data-metric], [data-figure], [data-plain]';
/**
 * What is no number of its own: moments; heads of columns and the names of rows; what is drawn (its numbers stand beside it); what is said
 * to screen readers alone; fields and their labels; and the chip of freshness, which has a pop-over of its own.
 */
const NO_NUMBER =
  'time, th, [role=columnheader], svg, .visually-hidden, label, input, select, textarea, .freshness-chip';

/** Every text with a digit in the screen and its panel that neither explains itself nor says why it need not. */
export function unexplainedNumbers(page: Page): Promise<string[]> {
  return page.evaluate(
    ([explained, noNumber]) => {
      const found = new Set<string>();
      for (const part of document.querySelectorAll('main, .detail-panel')) {
        const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const text = texts.currentNode.textContent?.trim() ?? '';
          const holder = texts.currentNode.parentElement;
          if (!/\d/.test(text) || holder === null || !holder.checkVisibility()) continue;
          if (holder.closest(`${explained}, ${noNumber}`) === null)
            found.add(
              `${text} (${holder.tagName.toLowerCase()}.${holder.className} in ${holder.parentElement?.className})`,
            );
        }
      }
      return [...found];
    },
    [EXPLAINED, NO_NUMBER] as const,
  );
}

/** Whatever the screen measures says its formula when it is clicked. */
export async function expectNumbersExplained(page: Page): Promise<void> {
  expect(await unexplainedNumbers(page)).toEqual([]);
}
