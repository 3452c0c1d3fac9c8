import { expect, test, type Locator, type Page } from '@playwright/test';
import type { SavedView } from '@floorwalk/shared/api/settings';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { expectNumbersExplained, unexplainedNumbers } from '../kit/expect-numbers-explained.ts';
import { openWallFloor, signIn, SITE, type WallFloor } from './wall-floor.ts';

let floor: WallFloor;

test.beforeAll(async () => {
  floor = await openWallFloor();
});
test.afterAll(() => floor?.stop());

async function enter(page: Page, path = 'floor', role = 'supervisor'): Promise<void> {
  const [name = '', value = ''] = (await signIn(floor.floorwalk.address, role)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: floor.address }]);
  await page.goto(`${floor.address}/sites/${SITE}/${path}`);
}

const grid = (page: Page, name = 'Queues'): Locator => page.getByRole('grid', { name });
const queue = (page: Page, name: string): Locator =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name }) });
const number = (row: Locator, metric: string): Locator => row.locator(`[data-metric="${metric}"]`);
const live = (page: Page): Locator => page.getByRole('banner').getByRole('button', { name: /^Live/ });

test('a supervisor signs in with one click and sees the floor move as events arrive', async ({ page }) => {
  await page.goto(floor.address);
  await expect(page.getByText('This is a demo')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Supervisor', exact: true }).click();
  await expect(page).toHaveURL(/\/sites\/demo\/floor/);
  // The address of the site alone leads there as well.
  await page.goto(`${floor.address}/sites/demo`);
  await expect(page).toHaveURL(/\/sites\/demo\/floor/);
  const waiting = number(queue(page, 'Orders'), 'waiting');
  const before = Number(await waiting.innerText());
  await floor.send([{ type: 'contact.queued', data: { contactId: 'moves-1', queueId: 'orders', channel: 'chat' } }]);
  await expect(waiting).toHaveText(String(before + 1));
  // The wait grows with no event at all.
  const longest = number(queue(page, 'Orders'), 'longest-wait');
  await expect(longest).toHaveText(/^\d+:\d\d$/);
  await expect(longest).not.toHaveText(await longest.innerText());
  await floor.send([{ type: 'contact.abandoned', data: { contactId: 'moves-1' } }]);
  await expect(waiting).toHaveText(String(before));
  await expect(live(page)).toHaveText(/Live\s*\d+ ms/);
});

test('a queue nobody calls stays on the board, with a dash where there is nothing to measure', async ({ page }) => {
  await enter(page);
  const idle = queue(page, 'Idle');
  await expect(idle).toBeVisible();
  await expect(number(idle, 'service-level')).toHaveText('–');
  await number(idle, 'service-level').click();
  const formula = page.getByRole('dialog', { name: 'Service level' });
  await expect(formula).toContainText('There is nothing to measure yet');
  await expect(formula.locator('.formula-value')).toHaveText('–');
});

test('every number tells its formula, what is above and below the line, its window and whose it is', async ({
  page,
}) => {
  await enter(page);
  await number(queue(page, 'Orders'), 'service-level').click();
  const formula = page.getByRole('dialog', { name: 'Service level' });
  for (const text of [
    'Orders · last 30 min',
    'answered within T',
    'Above the line',
    'Below the line (n)',
    'Whose definition',
    'never a mean of percentages',
  ])
    await expect(formula).toContainText(text);
  await expect(formula).toContainText(/Only \d contacts/);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(formula).toBeHidden();
  const numbers = await page.locator('main .number').count();
  expect(numbers).toBeGreaterThan(30);
  const told = 'main .number[data-metric][data-window][data-table], main .number[data-figure][data-of]';
  expect(await page.locator(told).count()).toBe(numbers);
  await enter(page, 'agents');
  await grid(page, 'Agents').locator('[data-metric="occupancy"]').first().click();
  const ofAgent = page.getByRole('dialog', { name: 'Occupancy' });
  await expect(ofAgent).toContainText('today');
  await expect(ofAgent).toContainText('Whose definition');
});

test('no number on the floor, of its agents, contacts and bots stands without a formula', async ({ page }) => {
  const panel = page.getByRole('complementary', { name: 'Details' });
  const explained = page.getByRole('dialog');
  await enter(page, 'floor?panel=queue:billing');
  await expect(panel.getByRole('columnheader', { name: 'Offered' })).toBeVisible();
  await expectNumbersExplained(page);
  // A table of numbers is one stop of the Tab key; arrows lead to each number, Enter explains it.
  await panel.getByRole('group', { name: 'Today by interval' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(explained).toContainText('Answered');
  await expect(explained).toContainText(/Billing · \d\d:\d\d–\d\d:\d\d/);
  await page.keyboard.press('Escape');
  await expect(page.locator(':focus')).toHaveAttribute('data-figure', 'answered');

  await enter(page, 'agents?panel=agent:ana');
  await expect(panel.getByText('Signed in', { exact: true }).first()).toBeVisible();
  await expectNumbersExplained(page);
  const chips = page.getByRole('group', { name: 'Agents by state' });
  await chips.locator('[data-metric="agents-available"]').click();
  await expect(explained).toContainText('agents whose latest state is available, each counted once');
  await expect(explained.locator('.formula-value')).toHaveText('3');
  await page.keyboard.press('Escape');
  await chips.getByRole('button', { name: 'Not ready', exact: true }).click();
  await expect(page).toHaveURL(/agentState=not-ready/);
  await panel.locator('[data-figure="contacts-handled"]').click();
  await expect(explained).toContainText('contacts the agent served whose service ended in the window');
  await expect(explained.locator('.formula-value')).toHaveText('8');
  await page.keyboard.press('Escape');

  await enter(page, 'floor?panel=contact:waiting-1');
  await expect(panel).toContainText('Entered the queue');
  await expectNumbersExplained(page);
  await enter(page, 'bots?panel=bot:bot-1');
  await expect(panel.getByRole('cell', { name: /0\.72/ }).first()).toBeVisible();
  await expectNumbersExplained(page);
  // A number that nobody explains is found.
  await page.evaluate(() => document.querySelector('main')?.append(document.createElement('p'), '17 of 40'));
  expect(await unexplainedNumbers(page)).toEqual([expect.stringContaining('17 of 40')]);
});

test('from a number to its people and contacts and back, with the keyboard alone', async ({ page }) => {
  await enter(page);
  await expect(queue(page, 'Billing')).toBeVisible();
  await grid(page).getByRole('columnheader', { name: 'Queue' }).focus();
  await page.keyboard.press('ArrowDown');
  for (let presses = 0; presses < 3; presses++) {
    if ((await page.locator(':focus').innerText()).includes('Billing')) break;
    await page.keyboard.press('ArrowDown');
  }
  await expect(page.locator(':focus')).toContainText('Billing');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('i');
  await expect(page.getByRole('dialog', { name: 'Waiting now' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator(':focus')).toHaveAttribute('role', 'gridcell');
  await page.keyboard.press('Enter');
  const panel = page.getByRole('complementary', { name: 'Details' });
  await expect(panel).toContainText('Billing');
  await expect(page).toHaveURL(/panel=queue(%3A|:)billing/);
  await expect(panel.getByRole('heading', { name: /^Agents for this queue/ })).toBeVisible();
  await expect(panel.getByRole('button', { name: 'waiting-1' })).toBeVisible();
  await expect(panel.getByRole('columnheader', { name: 'Offered' })).toBeVisible();
  await expectAccessible(page);
  await panel.getByRole('button', { name: 'waiting-1' }).press('Enter');
  await expect(panel.getByRole('heading', { name: 'What happened' })).toBeVisible();
  await expect(panel).toContainText('Entered the queue');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
  await expect(page.locator(':focus')).toHaveAttribute('role', 'gridcell');
});

test('a drill-down has an address of its own', async ({ page }) => {
  await enter(page, 'floor?panel=agent:ana');
  const panel = page.getByRole('complementary', { name: 'Details' });
  await expect(panel.getByRole('heading', { name: 'ana' })).toBeVisible();
  await expect(panel).toContainText('Signed in');
  await enter(page, 'bots?panel=bot:bot-1');
  await expect(panel.getByRole('heading', { name: /Orders bot/ })).toBeVisible();
  await expect(panel.getByRole('cell', { name: /0\.72/ }).first()).toBeVisible();
});

test('the palette goes to a queue by a few letters', async ({ page }) => {
  await enter(page);
  await expect(grid(page)).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
  await page.keyboard.type('billi');
  await expect(page.getByRole('dialog').getByRole('option').first()).toContainText('Billing');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary', { name: 'Details' })).toContainText('Billing');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page);
});

test('the screens have no accessibility violations in either theme or language', async ({ page }) => {
  test.setTimeout(120_000);
  for (const path of ['floor', 'agents', 'bots', 'floor?density=comfortable&panel=bot:bot-1']) {
    await enter(page, path);
    await expect(page.getByRole('grid').first()).toBeVisible();
    await expect(live(page)).toBeVisible();
    await expectAccessible(page, { inBothThemes: true });
  }
  await page.getByRole('button', { name: /^Account and preferences/ }).click();
  await page.getByLabel('Language').selectOption('de');
  await expect(
    page
      .getByRole('button', { name: 'Details schließen' })
      .or(page.getByRole('button', { name: 'Einzelheiten schließen' })),
  ).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expect(grid(page).getByRole('columnheader', { name: 'Agenten' })).toBeVisible();
  await expectAccessible(page);
});

test('a broken line greys the numbers and says so; back again, nothing is missing', async ({ page }) => {
  test.setTimeout(90_000);
  await enter(page);
  const offered = page.locator('.desk');
  const waiting = number(queue(page, 'Idle'), 'waiting');
  await expect(waiting).toHaveText('0');
  await floor.cut();
  await expect(page.getByText(/Data not updating since \d\d:\d\d:\d\d/).first()).toBeVisible();
  await expect(offered).toHaveAttribute('data-grey', 'true');
  await expectAccessible(page);
  for (let count = 0; count < 7; count++) {
    await floor.send([
      { type: 'contact.queued', data: { contactId: `dark-${count}`, queueId: 'idle', channel: 'voice' } },
    ]);
  }
  await expect(waiting).toHaveText('0');
  await floor.restore();
  // Pressed at once or not at all: the line may just have come back by itself, and then the button is gone.
  const buttons = await page.getByRole('button', { name: 'Try again now' }).evaluateAll((found: HTMLElement[]) => {
    for (const button of found) button.click();
    return found.length;
  });
  expect(buttons).toBeLessThanOrEqual(1);
  await expect(waiting).toHaveText('7');
  await expect(offered).not.toHaveAttribute('data-grey', 'true');
  await expect(live(page)).toBeVisible();
  for (let count = 0; count < 7; count++) {
    await floor.send([{ type: 'contact.abandoned', data: { contactId: `dark-${count}` } }]);
  }
  await expect(waiting).toHaveText('0');
});

test('the console goes to a past moment as a whole, unmistakably, and back', async ({ page }) => {
  await enter(page);
  const waiting = number(queue(page, 'Billing'), 'waiting');
  await expect(waiting).toHaveText('1');
  // The first contact of this floor came twenty minutes before it was opened: here nobody waits yet.
  const at = new Date(Date.now() - 28 * 60_000).toISOString();
  await enter(page, `floor?at=${encodeURIComponent(at)}`);
  await expect(page.locator('.desk')).toHaveAttribute('data-travel', 'true');
  await expect(page.getByText('REPLAY').first()).toBeVisible();
  await expect(waiting).toHaveText('0');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Forward 1 min' }).click();
  await expect(page).toHaveURL(/at=/);
  await page.getByLabel('Speed').selectOption('600');
  await expect(waiting).toHaveText('1', { timeout: 15_000 });
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(page).not.toHaveURL(/speed=/);
  await page.getByRole('button', { name: 'Back to live' }).click();
  await expect(page.getByText('REPLAY')).toHaveCount(0);
  await expect(page).not.toHaveURL(/at=/);
  await expect(live(page)).toBeVisible();
});

test('a view is saved on the server and opens as it was', async ({ page }) => {
  await enter(page, 'floor?filter=bill&window=today&sort=offered.desc');
  await expect(queue(page, 'Billing')).toBeVisible();
  await expect(queue(page, 'Orders')).toHaveCount(0);
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByLabel('Save what you see as').fill('Billing today');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Billing today', exact: true })).toBeVisible();
  await expectAccessible(page);
  await enter(page);
  await expect(queue(page, 'Orders')).toBeVisible();
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByRole('button', { name: 'Billing today', exact: true }).click();
  await expect(queue(page, 'Orders')).toHaveCount(0);
  await expect(page).toHaveURL(/window=today/);
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByRole('button', { name: 'Delete view Billing today' }).click();
  await expect(page.getByText('No saved views yet.')).toBeVisible();
  expect(await floor.ask<SavedView[]>('GET', `/views?site=${SITE}`)).toEqual([]);
});

test('a paused screen stands still, says so, and catches up', async ({ page }) => {
  await enter(page);
  const waiting = number(queue(page, 'Idle'), 'waiting');
  await expect(waiting).toHaveText('0');
  await page.getByLabel('Updates').selectOption('paused');
  await floor.send([{ type: 'contact.queued', data: { contactId: 'paused-1', queueId: 'idle', channel: 'voice' } }]);
  await expect(page.getByRole('banner').getByRole('button', { name: /^Paused/ })).toContainText(/as of \d\d:\d\d:\d\d/);
  await expect(page.locator('.desk')).toHaveAttribute('data-grey', 'true');
  await expect(waiting).toHaveText('0');
  await page.getByLabel('Updates').selectOption('live');
  await expect(waiting).toHaveText('1');
  await floor.send([{ type: 'contact.abandoned', data: { contactId: 'paused-1' } }]);
  await expect(waiting).toHaveText('0');
});

test('rows stay where they are under the pointer, and say how many would move', async ({ page }) => {
  await enter(page);
  await expect(queue(page, 'Idle')).toBeVisible();
  await expect(grid(page).getByRole('row').nth(1)).toContainText('Billing');
  await grid(page).hover();
  await floor.send([
    {
      type: 'contact.queued',
      time: Date.now() - 600_000,
      data: { contactId: 'moves-2', queueId: 'idle', channel: 'voice' },
    },
  ]);
  const chip = page.getByRole('button', { name: /^Order held/ });
  await expect(chip).toBeVisible();
  await expect(grid(page).getByRole('row').nth(1)).toContainText('Billing');
  // By key: a pointer on its way to the button may leave the rows, which lets them go by itself.
  await chip.press('Enter');
  await expect(grid(page).getByRole('row').nth(1)).toContainText('Idle');
  await floor.send([{ type: 'contact.abandoned', data: { contactId: 'moves-2' } }]);
});

test('who may not see something is told which right is missing, and who has it', async ({ page }) => {
  await enter(page, 'agents', 'executive');
  await expect(
    page.getByText('It needs the right to see agents by name. These roles have it: Supervisor,'),
  ).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Agents' })).toHaveCount(0);
  await expectAccessible(page);
});

test('nobody gets in without signing in, and afterwards arrives where they wanted to', async ({ page }) => {
  await page.goto(`${floor.address}/sites/${SITE}/bots`);
  await expect(page).toHaveURL(/sign-in/);
  await page.getByRole('button', { name: 'Supervisor', exact: true }).click();
  await expect(page).toHaveURL(/\/sites\/demo\/bots/);
  await expect(grid(page, 'Bots')).toContainText('Orders bot');
});

test('events from before what the board counts are named on the glass until they were read', async ({ page }) => {
  await enter(page);
  const note = page.getByRole('region', { name: 'Events outside this day' });
  await expect(queue(page, 'Orders')).toBeVisible();
  await expect(note).toBeHidden();
  const time = Date.now() - 40 * 86_400_000;
  await floor.send([
    { type: 'contact.queued', time, data: { contactId: 'long-ago', queueId: 'orders', channel: 'voice' } },
    { type: 'contact.abandoned', time, data: { contactId: 'long-ago' } },
  ]);
  await expect(note).toContainText('The log holds 2 events from before what this board counts');
  await note.getByRole('button', { name: 'Understood' }).click();
  await expect(note).toBeHidden();
  await page.reload();
  await expect(queue(page, 'Orders')).toBeVisible();
  await expect(note).toBeHidden();
});

test('of hundreds of queues only those in sight are drawn, and all are within reach of the keyboard', async ({
  page,
}) => {
  await floor.send(
    Array.from({ length: 300 }, (_, index) => ({
      type: 'queue.configured',
      data: { queueId: `many-${index}`, name: `Many ${String(index).padStart(3, '0')}`, channel: 'voice' },
    })),
  );
  await enter(page);
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '304');
  const drawn = () => grid(page).locator('[data-row]').count();
  await expect.poll(drawn).toBeGreaterThan(20);
  expect(await drawn()).toBeLessThan(60);
  await grid(page).getByRole('columnheader', { name: 'Queue' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Control+End');
  await expect(page.locator('[role=row]:has(:focus)')).toHaveAttribute('aria-rowindex', '304');
  await expect(page.locator(':focus')).toBeInViewport();
  expect(await drawn()).toBeLessThan(60);
  // As a plain list every row of a page is in the document, and all of it is reached by tabbing.
  await page.evaluate(() => {
    const kept = JSON.parse(localStorage.getItem('floorwalk.preferences') ?? '{}');
    localStorage.setItem(
      'floorwalk.preferences',
      JSON.stringify({ ...kept, state: { ...kept.state, listMode: true } }),
    );
  });
  await page.reload();
  const list = page.getByRole('table', { name: 'Queues' });
  await expect(list.getByRole('row')).toHaveCount(101);
  await expectAccessible(page);
  await page.getByRole('navigation', { name: 'Pages of Queues' }).getByRole('button', { name: 'Rows after' }).click();
  await expect(page.getByText('101–200 of 303')).toBeVisible();
  await list.getByRole('button', { name: 'SL %' }).click();
  await expect(list.getByRole('columnheader', { name: 'SL %' })).toHaveAttribute('aria-sort', 'descending');
  await list.getByRole('row').nth(1).getByRole('rowheader').getByRole('button').press('Enter');
  await expect(page.getByRole('complementary', { name: 'Details' })).toBeVisible();
});
