import { expect, test, type Page } from '@playwright/test';
import type { Board } from '@floorwalk/shared/api/settings';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { openWallFloor, sampleBoard, signIn, SITE, type WallFloor } from './wall-floor.ts';

let floor: WallFloor;

test.beforeAll(async () => {
  floor = await openWallFloor();
});
test.afterAll(() => floor?.stop());

test.beforeEach(async ({ context }) => {
  const [name = '', value = ''] = (await signIn(floor.floorwalk.address, 'supervisor')).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: floor.address }]);
});

const boardsOf = () => floor.ask<Board[]>('GET', `/boards?site=${SITE}`);
const named = async (name: string): Promise<Board | undefined> =>
  (await boardsOf()).find((board) => board.name === name);
const edit = (page: Page, board: Board) =>
  page.goto(`${floor.address}/sites/${SITE}/boards/${encodeURIComponent(board.id)}/edit`);

/** Presses Tab until the focus is on what is wanted; fails when it never is. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((selector) => document.activeElement?.matches(selector) ?? false, wanted)) return;
  }
  throw new Error(`the focus never reached ${wanted}`);
}

test('a board is made, laid out, set up and saved with the keyboard alone', async ({ page }) => {
  await page.goto(`${floor.address}/sites/${SITE}/boards`);
  await expect(page.getByRole('heading', { name: 'Wallboards' })).toBeVisible();
  await page.getByRole('button', { name: 'New board' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'New board' })).toBeVisible();
  await tabTo(page, 'input[type=radio]');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /Empty/ })).toBeChecked();
  await tabTo(page, 'input[name=name]');
  await page.keyboard.type('By hand');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Editing By hand' })).toBeVisible();

  await page.getByRole('button', { name: 'Number', exact: true }).focus();
  await page.keyboard.press('Enter');
  const handle = page.locator('[data-tile-handle]');
  await expect(handle).toHaveAccessibleName(/Waiting \(Number\), column 1, row 1, 3 wide, 4 high/);
  await handle.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(handle).toHaveAccessibleName(/column 3, row 2, 4 wide, 5 high/);
  await page.keyboard.press('Control+z');
  await expect(handle).toHaveAccessibleName(/column 3, row 2, 4 wide, 4 high/);
  await page.keyboard.press('Control+Shift+Z');
  await expect(handle).toHaveAccessibleName(/column 3, row 2, 4 wide, 5 high/);
  // The grid ends: more presses change nothing.
  for (let presses = 0; presses < 12; presses += 1) await page.keyboard.press('ArrowRight');
  await expect(handle).toHaveAccessibleName(/column 9, row 2, 4 wide, 5 high/);

  await page.getByLabel('At risk').focus();
  await page.keyboard.type('5');
  await page.getByLabel('Breached').focus();
  await page.keyboard.type('x');
  await expect(page.getByText('Write a number')).toBeVisible();
  await page.keyboard.press('Backspace');
  await page.keyboard.type('9');
  await page.getByRole('textbox', { name: /^Title/ }).focus();
  await page.keyboard.type('In line');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('All changes saved')).toBeVisible();
  const saved = await named('By hand');
  expect(saved?.pages[0]?.tiles).toMatchObject([
    { kind: 'number', metric: 'waiting', warning: 5, critical: 9, title: 'In line', x: 8, y: 1, width: 4, height: 5 },
  ]);
  await expectAccessible(page);
});

test('the preview shows real numbers and follows them', async ({ page }) => {
  const board = await floor.ask<Board>('POST', '/boards', sampleBoard({ name: 'Preview' }));
  await edit(page, board);
  const waiting = page.locator('.preview-board [data-tile=waiting] .tile-value');
  await expect(waiting).toHaveText('1');
  await floor.send([{ type: 'contact.queued', data: { contactId: 'preview-1', queueId: 'orders', channel: 'chat' } }]);
  await expect(waiting).toHaveText('2');
  await floor.send([{ type: 'contact.abandoned', data: { contactId: 'preview-1' } }]);
  await expect(waiting).toHaveText('1');
});

test('a tile that cannot be read from the wall says from how far it can, and tiles that lie on each other are not saved', async ({
  page,
}) => {
  const board = await floor.ask<Board>('POST', '/boards', sampleBoard({ name: 'Flaws' }));
  await edit(page, board);
  await page.getByRole('button', { name: /^Longest \(Number\)/ }).click();
  for (let presses = 0; presses < 3; presses += 1) await page.getByRole('button', { name: 'Shorter' }).click();
  await expect(page.getByText(/Too small for this screen: readable from \d\.\d m only/)).toBeVisible();
  await page.getByRole('button', { name: 'Move up' }).click();
  await expect(page.getByText(/Lies over SL/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
  await expect(page.getByText('Correct the marked tiles before saving. Pages: Now')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeEnabled();
});

test('a tile is moved and resized with the pointer, each drag one step for undo', async ({ page }) => {
  const made = sampleBoard({ name: 'Dragged' });
  const [first] = made.pages;
  const board = await floor.ask<Board>('POST', '/boards', {
    ...made,
    pages: [{ ...first, tiles: first?.tiles.filter(({ id }) => id === 'longest') }],
  });
  await edit(page, board);
  const handle = page.locator('[data-tile-handle=longest]');
  await expect(handle).toHaveAccessibleName(/column 1, row 8, 4 wide, 5 high/);
  const grid = await page.locator('[data-preview-grid]').boundingBox();
  const at = await handle.boundingBox();
  if (grid === null || at === null) throw new Error('the preview is not there');
  const [cellX, cellY] = [grid.width / 12, grid.height / 12];
  await page.mouse.move(at.x + 20, at.y + 20);
  await page.mouse.down();
  await page.mouse.move(at.x + 20 + cellX * 3, at.y + 20 - cellY * 5, { steps: 8 });
  await page.mouse.up();
  await expect(handle).toHaveAccessibleName(/column 4, row 3, 4 wide, 5 high/);
  const moved = await handle.boundingBox();
  if (moved === null) throw new Error('the tile is gone');
  await page.mouse.move(moved.x + moved.width - 6, moved.y + moved.height - 6);
  await page.mouse.down();
  await page.mouse.move(moved.x + moved.width - 6 + cellX * 2, moved.y + moved.height - 6 + cellY, { steps: 6 });
  await page.mouse.up();
  await expect(handle).toHaveAccessibleName(/column 4, row 3, 6 wide, 6 high/);
  await page.keyboard.press('Control+z');
  await expect(handle).toHaveAccessibleName(/column 4, row 3, 4 wide, 5 high/);
  await page.keyboard.press('Control+z');
  await expect(handle).toHaveAccessibleName(/column 1, row 8, 4 wide, 5 high/);
});

test('leaving with unsaved changes is asked about; deleting is confirmed', async ({ page }) => {
  const board = await floor.ask<Board>('POST', '/boards', sampleBoard({ name: 'Doomed' }));
  await edit(page, board);
  await page.getByLabel('Name', { exact: true }).fill('Doomed and renamed');
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await page.getByRole('link', { name: 'Wallboards' }).click();
  await expect(page.getByRole('alertdialog', { name: 'Leave without saving?' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Doomed and renamed');
  await page.getByRole('link', { name: 'Wallboards' }).click();
  await page.getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Wallboards' })).toBeVisible();
  expect(await named('Doomed')).toBeDefined();
  await page.getByRole('button', { name: 'Delete Doomed' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { name: 'Doomed' })).toHaveCount(0);
  expect(await named('Doomed')).toBeUndefined();
});

test('the list of boards and the editor are accessible in light and dark', async ({ page }) => {
  const board = (await boardsOf())[0];
  await page.goto(`${floor.address}/sites/${SITE}/boards`);
  await expect(page.getByRole('link', { name: /^Open .* in a new tab$/ }).first()).toBeVisible();
  await expectAccessible(page, { inBothThemes: true });
  if (board === undefined) throw new Error('there is no board');
  await edit(page, board);
  await expect(page.locator('.preview-board .tile-value').first()).toBeVisible();
  await page.locator('[data-tile-handle]').first().click();
  await expectAccessible(page, { inBothThemes: true });
});

test('who may only look opens boards but is offered no changes', async ({ context, page }) => {
  await context.clearCookies();
  const [name = '', value = ''] = (await signIn(floor.floorwalk.address, 'executive')).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: floor.address }]);
  await page.goto(`${floor.address}/sites/${SITE}/boards`);
  await expect(page.getByRole('link', { name: /^Open .* in a new tab$/ }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /New board|Edit|Delete|Send/ })).toHaveCount(0);
});
