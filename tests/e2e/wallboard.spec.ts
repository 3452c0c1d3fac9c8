import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import type { Board } from '@floorwalk/shared/api/settings';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { openWallFloor, sampleBoard, signIn, SITE, type WallFloor } from './wall-floor.ts';

let floor: WallFloor;
let board: Board;

test.beforeAll(async () => {
  floor = await openWallFloor();
  board = await floor.ask<Board>('POST', '/boards', sampleBoard());
});
test.afterAll(() => floor?.stop());

/** Signs the browser in with one click's worth of a request. */
async function enter(context: BrowserContext, role: string): Promise<void> {
  const [name = '', value = ''] = (await signIn(floor.floorwalk.address, role)).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: floor.address }]);
}

const tile = (page: Page, id: string) => page.locator(`[data-tile="${id}"]`);

/** Nothing scrolls, and no text of a tile or a band is cut off. */
async function expectAllToFit(page: Page): Promise<void> {
  const cut = await page.evaluate(() => {
    const scrolls =
      document.documentElement.scrollHeight > innerHeight || document.documentElement.scrollWidth > innerWidth;
    const parts = [
      ...document.querySelectorAll(
        '.tile-label, .tile-value, .tile-note-line, .tile-message, .board-band, .board-name',
      ),
    ];
    return [
      ...(scrolls ? ['the page scrolls'] : []),
      ...parts
        .filter((part) => part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight * 1.35 + 1)
        .map((part) => `${part.className}: ${part.textContent}`),
    ];
  });
  expect(cut).toEqual([]);
}

test('a screen is paired by its code, comes back after a restart by itself, and says when it was removed', async ({
  browser,
}) => {
  const tv = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const screen = await tv.newPage();
  await screen.goto(`${floor.address}/tv`);
  await expect(screen.getByTestId('pair-code')).toHaveText(/^[A-Z0-9]{6}$/);
  const code = (await screen.getByTestId('pair-code').textContent()) ?? '';
  await expectAccessible(screen);

  const desk = await browser.newContext();
  await enter(desk, 'supervisor');
  const page = await desk.newPage();
  await page.goto(`${floor.address}/sites/${SITE}/settings/screens`);
  await page.getByRole('button', { name: 'Pair a screen' }).click();
  await page.getByLabel('Code on the screen').fill('WRONG1');
  await page.getByLabel('Name of the screen').fill('North wall');
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'No screen shows this code' })).toBeVisible();
  await expect(page.getByLabel('Code on the screen')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Code on the screen').fill(code.toLowerCase());
  await page.getByRole('combobox', { name: 'Board' }).selectOption({ label: 'Team floor' });
  await page.getByRole('button', { name: 'Pair', exact: true }).click();
  await expect(page.getByRole('dialog').getByText('North wall is paired')).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();

  await expect(screen.getByRole('heading', { name: 'Team floor' })).toBeVisible();
  await expect(tile(screen, 'waiting').locator('.tile-value')).toHaveText('1');
  await expectAccessible(screen);

  // The television is switched off and on: the same address, nobody at it.
  await screen.close();
  const again = await tv.newPage();
  await again.goto(`${floor.address}/tv`);
  await expect(tile(again, 'waiting').locator('.tile-value')).toHaveText('1');

  await expect(page.getByRole('row', { name: /North wall/ })).toContainText('On now', { timeout: 30_000 });
  await page.getByRole('button', { name: 'Remove North wall' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(again.getByRole('heading', { name: 'This screen was removed' })).toBeVisible();
  await expect(again.getByTestId('pair-code')).toHaveText(/^[A-Z0-9]{6}$/);
  await expectAccessible(again);
  await tv.close();
  await desk.close();
});

test('a screen that nobody signed in to never shows a login page', async ({ page }) => {
  await page.goto(`${floor.address}/w/${board.id}`);
  await expect(page.getByRole('heading', { name: 'Nobody is signed in here' })).toBeVisible();
  await expect(page.locator('input')).toHaveCount(0);
  await page.getByRole('link', { name: 'Pair this screen' }).click();
  await expect(page.getByTestId('pair-code')).toHaveText(/^[A-Z0-9]{6}$/);
});

for (const [width, height] of [
  [1920, 1080],
  [3840, 2160],
] as const) {
  for (const theme of ['dark', 'light'] as const) {
    test(`every page fits ${width} by ${height} in ${theme}, shows its numbers, and is accessible`, async ({
      browser,
    }) => {
      const made = await floor.ask<Board>('POST', '/boards', sampleBoard({ theme, name: `Board ${theme} ${width}` }));
      const context = await browser.newContext({ viewport: { width, height } });
      await enter(context, 'supervisor');
      const page = await context.newPage();
      await page.goto(`${floor.address}/w/${made.id}`);
      await expect(tile(page, 'waiting').locator('.tile-value')).toHaveText('1');
      await expect(tile(page, 'abandon').locator('.tile-value')).toHaveText('–');
      await expect(tile(page, 'agents').locator('.tile-value')).toHaveText('3');
      await expect(tile(page, 'sl')).toHaveAttribute('data-state', 'warning');
      await expect(tile(page, 'sl')).toContainText('At risk');
      await expect(tile(page, 'sl')).toContainText('n 8');
      await expect(tile(page, 'sl')).toContainText('last 30 min');
      await expectAllToFit(page);
      await expectAccessible(page);
      // Where there is a pointer, a tile says what its number is and what it stands on.
      const formula = page.getByRole('dialog', { name: 'Service level' });
      await tile(page, 'sl').click();
      await expect(formula).toContainText('answered within T ÷ (answered + abandoned − short abandoned)');
      await expect(formula).toContainText('6 ÷ 8');
      await expectAccessible(page);
      await page.keyboard.press('Escape');
      await expect(formula).toBeHidden();
      await page.keyboard.press('ArrowRight');
      await expect(tile(page, 'worst').getByRole('listitem').first()).toContainText('Billing');
      await expect(tile(page, 'bot').locator('.tile-value')).toHaveText(/72/);
      await expectAllToFit(page);
      await expectAccessible(page);
      await context.close();
    });
  }
}

test('when the server stops, a band across the whole width says since when, numbers go grey, and all heals by itself', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await enter(context, 'supervisor');
  const page = await context.newPage();
  await page.goto(`${floor.address}/w/${board.id}`);
  await expect(tile(page, 'sl')).toHaveAttribute('data-state', 'warning');
  const colour = () =>
    tile(page, 'sl')
      .locator('.tile-state')
      .evaluate((part) => getComputedStyle(part).color);
  const warningColour = await colour();
  await floor.cut();
  const band = page.locator('.board-band');
  await expect(band).toHaveText(/^DATA NOT UPDATING since \d\d:\d\d:\d\d/);
  const box = await band.boundingBox();
  expect(box?.width).toBeGreaterThan(1920 * 0.94);
  await expect(tile(page, 'sl')).toHaveAttribute('data-state', 'stale');
  await expect(tile(page, 'sl')).toContainText(/as of \d\d:\d\d:\d\d|Stale/);
  expect(await colour()).not.toBe(warningColour);
  await expect(tile(page, 'waiting').locator('.tile-value')).toHaveText('1');
  await expectAllToFit(page);
  await expectAccessible(page);
  await floor.send([
    { type: 'contact.queued', data: { contactId: 'while-dark', queueId: 'orders', channel: 'voice' } },
  ]);
  await floor.restore();
  await expect(band).toHaveCount(0, { timeout: 30_000 });
  await expect(tile(page, 'waiting').locator('.tile-value')).toHaveText('2');
  await floor.send([{ type: 'contact.abandoned', data: { contactId: 'while-dark' } }]);
  await expect(tile(page, 'waiting').locator('.tile-value')).toHaveText('1');
  await context.close();
});

test('pages turn by themselves, stop on space, turn by the arrow keys, and fill the screen', async ({ browser }) => {
  const made = await floor.ask<Board>('POST', '/boards', sampleBoard({ rotateSeconds: 5, name: 'Turning' }));
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await enter(context, 'supervisor');
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${floor.address}/w/${made.id}`);
  const ring = page.getByRole('button', { name: /^Page/ });
  await expect(ring).toHaveAccessibleName('Page 1/2');
  await page.clock.fastForward(5000);
  await expect(ring).toHaveAccessibleName('Page 2/2');
  await page.keyboard.press('Space');
  await expect(ring).toHaveAccessibleName('Page 2/2, Paused');
  await expect(ring).toHaveAttribute('aria-pressed', 'true');
  await page.clock.fastForward(20_000);
  await expect(ring).toHaveAccessibleName('Page 2/2, Paused');
  await page.keyboard.press('ArrowLeft');
  await expect(ring).toHaveAccessibleName('Page 1/2, Paused');
  await ring.click();
  await expect(ring).toHaveAccessibleName('Page 1/2');
  await page.clock.fastForward(5000);
  await expect(ring).toHaveAccessibleName('Page 2/2');
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null);
  expect(await isFull()).toBe(false);
  await page.keyboard.press('f');
  await expect.poll(isFull).toBe(true);
  await page.keyboard.press('f');
  await expect.poll(isFull).toBe(false);
  await context.close();
});

test('the pointer goes after three seconds, a change of the board arrives by itself, and German is complete', async ({
  browser,
}) => {
  const made = await floor.ask<Board>('POST', '/boards', sampleBoard({ name: 'To be renamed' }));
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await enter(context, 'supervisor');
  const page = await context.newPage();
  await page.goto(`${floor.address}/w/${made.id}?lang=de`);
  await expect(tile(page, 'sl')).toContainText('Gefährdet');
  await expect(tile(page, 'sl')).toContainText('letzte 30 Min.');
  await page.mouse.move(400, 400);
  await expect(page.locator('.board')).not.toHaveClass(/board-idle/);
  await expect(page.locator('.board')).toHaveClass(/board-idle/, { timeout: 6000 });
  await floor.ask('PUT', `/boards/${made.id}`, { ...made, name: 'Renamed' });
  await expect(page.getByRole('heading', { name: 'Renamed' })).toBeVisible({ timeout: 30_000 });
  await context.close();
});
