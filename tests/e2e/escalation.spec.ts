import type { EscalationPolicy } from '@floorwalk/shared/escalation/policy';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { expectNumbersExplained } from '../kit/expect-numbers-explained.ts';
import { openWallFloor, signIn, SITE, type WallFloor } from './wall-floor.ts';

let floor: WallFloor;

test.beforeAll(async () => {
  floor = await openWallFloor();
});
test.afterAll(() => floor?.stop());

async function enter(page: Page, path: string, role = 'supervisor'): Promise<void> {
  const [name = '', value = ''] = (await signIn(floor.floorwalk.address, role)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: floor.address }]);
  await page.goto(`${floor.address}/sites/${SITE}/${path}`);
}

const chip = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('an alert that pages stands in the supervisor’s inbox, and stops when it is acknowledged there', async ({
  page,
}) => {
  await floor.ask('PUT', `/sites/${SITE}/alert-rules/crowd`, {
    id: 'crowd',
    name: 'A crowd',
    subject: { table: 'queues', ids: ['orders'] },
    levels: [
      { severity: 'critical', when: { metric: 'waiting', is: 'at-least', threshold: 30 }, forMs: 0, keepFiringMs: 0 },
    ],
  });
  await enter(page, 'inbox');
  await floor.send(
    Array.from({ length: 35 }, (_, index) => ({
      type: 'contact.queued',
      data: { contactId: `crowd-${index}`, queueId: 'orders', channel: 'chat' },
    })),
  );
  const mine = page.getByRole('region', { name: 'Escalations', exact: true });
  const card = mine.getByRole('listitem').filter({ hasText: 'A crowd: ' });
  await expect(card).toContainText('Nobody has it yet');
  await expect(card).toContainText(/next step in \d:\d\d/);
  await expectAccessible(page);
  await expectNumbersExplained(page);
  await card.getByRole('button', { name: /^Acknowledge/ }).click();
  await expect(card).toContainText('Taken');
  await expect(card).toContainText('With Demo supervisor');
  await card.getByRole('button', { name: /^Details of/ }).click();
  const panel = page.getByRole('article', { name: /^Escalation A crowd/ });
  await expect(panel).toContainText('Step 1, round 1');
  await expect(panel).toContainText('told Demo supervisor');
  await expect(panel).toContainText('Acknowledged');
  await expectAccessible(page);
  await panel.getByRole('button', { name: /^Write a note/ }).click();
  await page.getByLabel('Note', { exact: true }).fill('Two more people are on it');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(panel).toContainText('Two more people are on it');
  await panel.getByRole('button', { name: /^Settle/ }).click();
  await page.getByLabel('How it was settled').fill('The crowd is gone');
  await page.getByRole('dialog').getByRole('button', { name: 'Settle', exact: true }).click();
  await expect(panel).toContainText('The crowd is gone');
  await expect(mine).toContainText('No escalation waits for you.');
});

test('paths are read as tables; one that would never end is refused at its field', async ({ page }) => {
  await enter(page, 'policies');
  await chip(page, 'Paths').click();
  await expect(page.getByRole('heading', { name: 'Urgent' })).toBeVisible();
  await expect(page.getByText('nobody answered: stays with all with the role Supervisor').first()).toBeVisible();
  await expectAccessible(page);
  await expectNumbersExplained(page);
  await page.getByRole('button', { name: 'New path' }).click();
  await page.getByLabel('Name', { exact: true }).fill('At night');
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByLabel('Then continue with').selectOption('Standard');
  await page.getByLabel('Only in support hours').check();
  await page.getByRole('button', { name: 'Add a period on Mon' }).click();
  await page.getByLabel('Mon: To').last().fill('21:30');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Put in force' }).click();
  await expect(page.getByRole('heading', { name: 'At night' })).toBeVisible();
  const policies = await floor.ask<{ policy: EscalationPolicy }[]>('GET', `/sites/${SITE}/escalation-policies`);
  const night = policies.find(({ policy }) => policy.name === 'At night')?.policy;
  expect(night?.supportHours?.periods.filter(({ weekday }) => weekday === 1)).toEqual([
    { weekday: 1, from: '08:00', to: '18:00' },
    { weekday: 1, from: '19:00', to: '21:30' },
  ]);

  await page.getByRole('button', { name: 'Edit Standard' }).click();
  await page.getByLabel('Then continue with').selectOption('At night');
  await page.getByRole('button', { name: 'Put in force' }).click();
  const field = page.locator('.field', { hasText: 'Then continue with' });
  await expect(field.getByRole('alert')).toContainText('it comes back to itself (Standard → At night → Standard)');
  await page.getByRole('button', { name: 'Cancel' }).click();

  await chip(page, 'Severity matrix').click();
  await expect(page.getByRole('columnheader', { name: 'Tier VIP, contract any' })).toBeVisible();
  await page.getByRole('button', { name: 'Edit the matrix' }).click();
  const cell = page.getByRole('group', { name: 'High impact, Any tier, any contract' });
  await cell.getByLabel('Path').selectOption('At night');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Put in force' }).click();
  await expect(page.getByText('version 2, by Demo supervisor')).toBeVisible();
});

test('somebody is on call in turn, somebody stands in, and a person escalates by hand', async ({ page }) => {
  await enter(page, 'policies');
  await chip(page, 'On call').click();
  await page.getByRole('button', { name: 'New rotation' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Leads');
  await page.getByLabel('Add a person').selectOption('Demo team lead');
  await page.getByRole('button', { name: 'Put in force' }).click();
  await expect(page.getByText(/^Demo team lead is on call until/)).toBeVisible();
  await page.getByRole('button', { name: 'Let somebody stand in for Leads' }).click();
  await page.getByRole('dialog').getByLabel('Who').selectOption('Demo supervisor');
  await page.getByRole('dialog').getByRole('button', { name: 'Let somebody stand in' }).click();
  await expect(page.getByText(/^Demo supervisor is on call until/)).toBeVisible();
  await expectAccessible(page);

  // In the calendar: two days by keyboard, two by drawing over them.
  const calendar = page.getByRole('grid', { name: 'Leads: who is on call, week by week' });
  const standIn = async () => {
    await page.getByRole('dialog').getByLabel('Who').selectOption('Demo supervisor');
    await page.getByRole('dialog').getByRole('button', { name: 'Let somebody stand in' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  const days = calendar.getByRole('gridcell');
  await days.nth(13).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(calendar.getByRole('gridcell', { selected: true })).toHaveCount(2);
  await page.keyboard.press('Enter');
  await standIn();
  for (const day of [14, 15]) await expect(days.nth(day)).toContainText('Demo supervisor');
  for (const day of [13, 16]) await expect(days.nth(day)).not.toContainText('Demo supervisor');
  await days.nth(22).hover();
  await page.mouse.down();
  await days.nth(23).hover();
  await page.mouse.up();
  await standIn();
  for (const day of [22, 23]) await expect(days.nth(day)).toContainText('Demo supervisor');
  await expect(page.getByRole('list', { name: 'Who stands in for Leads' }).getByRole('listitem')).toHaveCount(3);
  await expectAccessible(page);

  await page.goto(`${floor.address}/sites/${SITE}/policies?panel=queue:orders`);
  await page.getByRole('button', { name: /^Escalate… / }).click();
  await page.getByLabel('What is wrong').fill('Orders cannot be seen');
  await page.getByLabel('Impact').selectOption('critical');
  await page.getByRole('dialog').getByRole('button', { name: 'Escalate', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Orders cannot be seen' })).toContainText(
    'Critical impact',
  );

  // What ended stands in the history at once; of a moment before, nothing is told.
  const [started] = await floor.ask<{ id: string }[]>('GET', `/sites/${SITE}/escalations?state=open`);
  await floor.ask('POST', `/sites/${SITE}/escalations/${started?.id}/resolve`, { reason: 'Seen again' });
  const history = page.getByRole('region', { name: 'History' });
  await expect(history.getByRole('button', { name: 'Orders cannot be seen' })).toBeVisible();
  const before = encodeURIComponent(new Date(Date.now() - 3_600_000).toISOString());
  await page.goto(`${floor.address}/sites/${SITE}/policies?at=${before}`);
  await expect(history).toContainText('None has ended yet.');
});

test('what was not fetched before the line broke says so in its own place, and opens by itself', async ({ page }) => {
  await enter(page, 'floor');
  await expect(page.getByRole('grid', { name: 'Queues' })).toBeVisible();
  // Whatever the floor itself still fetches has come; other screens are fetched ahead much later.
  await page.waitForLoadState('networkidle');
  await floor.cut();
  await page.route('**/assets/**', (route) => route.abort());
  await page.getByRole('link', { name: 'Policies' }).click();
  await expect(page.getByText('This part could not be fetched')).toBeVisible();
  await page.getByRole('link', { name: 'Floor' }).click();
  await expect(page.getByRole('grid', { name: 'Queues' })).toBeVisible();
  await page.getByRole('link', { name: 'Policies' }).click();
  await expect(page.getByText('This part could not be fetched')).toBeVisible();
  await page.unroute('**/assets/**');
  await floor.restore();
  await expect(chip(page, 'Severity matrix')).toBeVisible();
});
