import { expect, test, type Page } from '@playwright/test';
import type { Department } from '@floorwalk/shared/handoffs/department';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { expectNumbersExplained } from '../kit/expect-numbers-explained.ts';
import { openWallFloor, signIn, SITE, type WallFloor } from './wall-floor.ts';

let floor: WallFloor;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test.beforeAll(async () => {
  floor = await openWallFloor();
  const emma = { to: { kind: 'person', personId: 'demo:supervisor' }, name: 'Demo supervisor' } as const;
  const always = [{ from: '00:00', to: '24:00' }];
  const department = (id: string, name: string): Department => ({
    id,
    name,
    teamIds: [],
    calendar: {
      zone: 'Europe/Berlin',
      weekly: { mon: always, tue: always, wed: always, thu: always, fri: always, sat: always, sun: always },
      holidays: [],
    },
    exceptionOwner: emma,
    responseMs: 4 * HOUR,
    promises: [{ kind: 'Complaint', responseMs: 8 * HOUR }],
    warnShare: 0.75,
    bounceLimit: 2,
    documents: [{ name: 'Statement', kinds: ['Complaint'] }],
    missingDocuments: 'refuse-completion',
  });
  await floor.ask('PUT', `/sites/${SITE}/departments/front`, department('front', 'Front desk'));
  await floor.ask('PUT', `/sites/${SITE}/departments/back-office`, department('back-office', 'Back office'));
  await floor.send([
    {
      type: 'contact.queued',
      data: { contactId: 'handed', queueId: 'orders', channel: 'chat', customerRef: 'cust-77' },
    },
  ]);
});
test.afterAll(() => floor?.stop());

async function enter(page: Page, path: string, role = 'supervisor'): Promise<void> {
  const [name = '', value = ''] = (await signIn(floor.floorwalk.address, role)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: floor.address }]);
  await page.goto(`${floor.address}/sites/${SITE}/${path}`);
}

test('a contact is handed to a department, accepted, paused and completed, and the clock shows why it stood', async ({
  page,
}) => {
  await enter(page, 'floor?panel=contact%3Ahanded');
  await page.getByRole('button', { name: 'Hand to department…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hand to a department' });
  await expect(dialog.getByLabel('What it is about')).toHaveValue('cust-77');
  await dialog.getByLabel('What it is about').fill('Refund of order 77');
  await dialog.getByLabel('To department').selectOption('Back office');
  await dialog.getByLabel('From department').selectOption('Front desk');
  await dialog.getByLabel('Kind of request').fill('Complaint');
  await dialog.getByRole('button', { name: 'Hand over' }).click();

  const panel = page.getByRole('complementary').filter({ hasText: 'Refund of order 77' });
  await expect(panel.getByText('Waits to be accepted')).toBeVisible();
  await expect(panel.getByText(/Time left: (8 h|7 h 59 min) of business time, due/)).toBeVisible();
  await panel.getByRole('button', { name: 'Accept', exact: true }).click();
  await expect(panel.getByText('In work')).toBeVisible();

  await panel.getByRole('button', { name: 'Pause', exact: true }).click();
  const pausing = page.getByRole('dialog', { name: 'Pause' });
  await pausing.getByLabel('Reason').selectOption('customer');
  await pausing.getByLabel('Note').fill('Asked for the account number');
  await pausing.getByRole('button', { name: 'Pause' }).click();
  await expect(panel.getByText(/The clock stands \(waiting for the customer\)/)).toBeVisible();
  const segments = panel.getByRole('table');
  await expect(segments).toContainText('counted');
  await expect(segments).toContainText('paused · waiting for the customer · Asked for the account number');
  const line = panel.getByRole('group', { name: /Time line of the clock/ });
  await line.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  await expect(panel.locator('#clock-shown')).toContainText('waiting for the customer');
  await expectAccessible(page);
  await expectNumbersExplained(page);

  await panel.getByRole('button', { name: 'Resume' }).click();
  await expect(panel.getByText('In work')).toBeVisible();
  await panel.getByRole('button', { name: 'Complete' }).click();
  const completing = page.getByRole('dialog', { name: 'Complete' });
  await completing.getByRole('button', { name: 'Complete' }).click();
  await expect(completing.getByRole('alert')).toContainText('Required documents are missing: Statement.');
  await completing.getByRole('button', { name: 'Cancel' }).click();
  await panel.getByRole('button', { name: 'Add document' }).click();
  const adding = page.getByRole('dialog', { name: 'Add document' });
  await adding.getByLabel('Where it is').fill('https://files.example/statement-77');
  await adding.getByRole('button', { name: 'Add document' }).click();
  await expect(panel.getByRole('link', { name: 'https://files.example/statement-77' })).toBeVisible();
  await panel.getByRole('button', { name: 'Complete' }).click();
  await completing.getByRole('button', { name: 'Complete' }).click();
  await expect(panel.getByText(/Took .* of business time; 8 h were promised/)).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Complete' })).toHaveCount(0);
});

test('what waits for me is in the list and the inbox; departments are edited with the fault at its field', async ({
  page,
}) => {
  await floor.ask('POST', `/sites/${SITE}/handoffs`, {
    title: 'A wrong address',
    fromDepartmentId: 'front',
    toDepartmentId: 'back-office',
    priority: 'high',
  });
  await enter(page, 'inbox');
  const waiting = page.locator('.handoff-card').filter({ hasText: 'A wrong address' });
  await expect(waiting).toContainText('Front desk → Back office');
  await page.goto(`${floor.address}/sites/${SITE}/handoffs`);
  await page.getByRole('button', { name: 'Mine' }).click();
  const row = page.getByRole('row').filter({ hasText: 'A wrong address' });
  await expect(row).toContainText('Waits to be accepted');
  await expect(row).toContainText(/3 h 59 min|4 h/);
  await expectAccessible(page);
  await expectNumbersExplained(page);

  await page.getByRole('button', { name: 'Departments', exact: true }).click();
  await page.getByRole('button', { name: 'Edit Back office' }).click();
  await page.getByRole('button', { name: 'Another period on Monday' }).click();
  await page.getByRole('button', { name: 'Put in force' }).click();
  await expect(page.locator('.form-problem')).toContainText('It begins before the one ahead of it ends.');
  await expect(page.locator('.hours-row[data-faulty]')).toContainText('Monday');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove period 1 of Monday' }).click();
  await page.getByRole('button', { name: 'Put in force' }).click();
  await expect(page.getByText(/Monday 09:00–17:00 · Tuesday–Sunday 00:00–24:00/)).toBeVisible();
  await page.getByRole('button', { name: 'New agreement' }).click();
  await page.getByRole('button', { name: 'Put in force' }).click();
  await expect(page.getByText('a transferred contact opens a handoff by itself')).toBeVisible();
});
