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

test('a rule is written in words and fields, tried on the past, put in force, and heard on the floor', async ({
  page,
}) => {
  await enter(page, 'alerts');
  await chip(page, 'Rules').click();
  await expect(page.getByRole('heading', { name: 'Contacts wait and nobody is served' })).toBeVisible();
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByLabel('Name', { exact: true }).fill('A crowd');
  await page.getByLabel('Severity').selectOption('critical');
  await page.getByLabel('Metric').selectOption('waiting');
  await page.locator('.field', { hasText: /^Is/ }).getByRole('combobox').selectOption('at-least');
  await page.getByLabel('Threshold (count)').fill('40');
  await page.getByLabel('Must be over for (seconds)').fill('0');
  await expect(page.getByText('Critical when Waiting now is at least 40.', { exact: false })).toBeVisible();
  await page.getByRole('button', { name: 'Try', exact: true }).click();
  await expect(page.getByText('It would not have fired, paging nobody', { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Put in force' }).click();
  await expect(page.getByRole('button', { name: 'Edit A crowd' })).toBeVisible();

  await page.goto(`${floor.address}/sites/${SITE}/floor`);
  await expect(page.getByRole('grid', { name: 'Queues' })).toBeVisible();
  // While nothing fires, the rail says so.
  await expect(page.getByRole('region', { name: 'Alerts' })).toContainText(/rules watch|Critical/);
  await floor.send(
    Array.from({ length: 45 }, (_, index) => ({
      type: 'contact.queued',
      data: { contactId: `crowd-${index}`, queueId: 'orders', channel: 'chat' },
    })),
  );
  const alert = page.getByRole('region', { name: 'Alerts' }).getByRole('listitem').filter({ hasText: 'A crowd' });
  await expect(alert).toContainText('Critical');
  await expect(alert).toContainText(/≥ 40/);
  await expect(page.getByRole('alert').filter({ hasText: 'Critical alert: A crowd' })).toBeAttached();
  await expectAccessible(page);
  await expectNumbersExplained(page);

  await alert.getByRole('button', { name: /^Why A crowd/ }).click();
  const why = page.getByRole('dialog', { name: 'What the rule found' });
  await expect(why).toContainText('holds');
  await expect(why).toContainText('Paged');
  await page.keyboard.press('Escape');

  await alert.getByRole('button', { name: /^Acknowledge A crowd/ }).click();
  await expect(alert).toContainText('Acknowledged by');

  await alert.getByRole('button', { name: /^Silence A crowd/ }).click();
  await page.getByLabel('Reason').fill('A known campaign');
  await page.getByRole('dialog').getByRole('button', { name: 'Silence', exact: true }).click();
  await expect(alert).toContainText('Silenced until');

  await alert.getByRole('button', { name: /^Open moment A crowd/ }).click();
  await expect(page).toHaveURL(/[?&]at=/);
  await expect(page.getByRole('button', { name: 'Next alert' })).toBeVisible();
  await expect(alert.getByRole('button', { name: /^Why A crowd/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Acknowledge/ })).toHaveCount(0);
});

test('who may not acknowledge sees what fires, and no button that would be refused', async ({ page }) => {
  const rule = {
    id: 'two-bill',
    name: 'Two wait for billing',
    subject: { table: 'queues', ids: ['two-bill'] },
    levels: [
      { severity: 'warning', when: { metric: 'waiting', is: 'at-least', threshold: 2 }, forMs: 0, keepFiringMs: 0 },
    ],
  };
  await floor.ask('PUT', `/sites/${SITE}/alert-rules/two-bill`, rule);
  await floor.ask('POST', `/sites/${SITE}/alert-silences`, {
    scope: { ruleId: 'two-bill' },
    until: Date.now() + 3_600_000,
    reason: 'Seen before',
  });
  await floor.send(
    ['b1', 'b2'].map((contactId) => ({ type: 'contact.queued', data: { contactId, queueId: 'two-bill' } })),
  );
  await enter(page, 'alerts', 'executive');
  await expect(page.getByRole('listitem').filter({ hasText: 'Two wait for billing' }).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Acknowledge|Silence) Two wait for billing/ })).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'The last 24 hours' })).toContainText('Two wait for billing');
  await expectAccessible(page);
  await expectNumbersExplained(page);
  await chip(page, 'Rules').click();
  await expect(page.getByText('Two wait for billing').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'New rule' })).toHaveCount(0);
  await chip(page, 'History').click();
  await expect(page.getByRole('row').filter({ hasText: 'Two wait for billing' })).toBeVisible();
  await chip(page, 'Silences').click();
  await expect(page.getByText('Seen before')).toBeVisible();
});

test('a compound rule is built by keyboard and fields, refused at the field, previewed, and asked why it is quiet', async ({
  page,
}) => {
  await enter(page, 'alerts');
  await chip(page, 'Rules').click();
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Busy and late');
  const metric = page
    .locator('.field', { hasText: /^Metric/ })
    .getByRole('combobox')
    .first();
  await metric.selectOption('weeks-anomaly');
  await page.getByLabel('Compared').selectOption('abandon-rate');
  await page.getByLabel('With at least so many past weeks').fill('9');
  await expect(page.locator('.field-frame', { hasText: 'so many past weeks' }).getByRole('alert')).toBeVisible();
  await page.getByLabel('With at least so many past weeks').fill('3');
  await expect(page.getByRole('region', { name: 'In words' })).toContainText('Abandon rate');
  await metric.selectOption('bad-days');
  await page
    .getByRole('group', { name: /^Days judged/ })
    .getByRole('button', { name: 'Sun' })
    .click();
  await expect(page.getByRole('region', { name: 'In words' })).toContainText('on Mon, Tue, Wed, Thu, Fri, Sat');
  await expectAccessible(page);
  await metric.selectOption('longest-wait');
  await page.getByRole('button', { name: 'And another comparison' }).press('Enter');
  const parts = page.locator('.condition-parts > li');
  await expect(parts).toHaveCount(2);
  await parts.nth(1).getByLabel('Metric').selectOption('waiting');
  await parts.nth(1).getByLabel('Threshold (count)').fill('100');
  await parts.nth(1).getByLabel('Over at (count), if not the same').fill('200');
  const wrong = parts.nth(1).locator('.field-frame', { hasText: 'Over at' }).getByRole('alert');
  await expect(wrong).toContainText('wrong side');
  await parts.nth(1).getByLabel('Over at (count), if not the same').fill('50');
  await expect(wrong).toHaveCount(0);
  await page.getByLabel('How these are joined').selectOption('any');
  await page.getByRole('button', { name: 'Add a level: Critical' }).click();
  await page.locator('.level-fields').nth(1).getByLabel('Fires when it held').selectOption('times');
  await page.getByText('Schedule, missing data, inhibition').click();
  await page.getByLabel(/^Only at some hours/).check();
  await page.getByRole('button', { name: 'Take out these hours' }).click();
  await expect(page.locator('.schedule-fields').getByRole('alert')).toContainText('never opens');
  await page.getByLabel(/^Only at some hours/).uncheck();
  await expect(page.getByRole('region', { name: 'Now' })).toContainText('It holds for');
  await expect(page.getByText('3 times within 10 min', { exact: false })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Put in force' }).click();
  await page.getByRole('button', { name: 'Why not? Busy and late' }).click();
  const why = page.getByRole('region', { name: 'Why did it not fire?' });
  await expect(why).toContainText(/Quiet: the condition does not hold|It fires|waits to hold/);
  await expect(why).toContainText('The threshold');
  await expectAccessible(page);

  await chip(page, 'Windows').click();
  await page.getByRole('button', { name: 'New window' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('Sunday repairs');
  await dialog.getByLabel('To', { exact: true }).fill('02:00');
  await dialog.getByRole('button', { name: 'Put in force' }).click();
  await expect(dialog.locator('.field-frame', { hasText: /^To/ }).getByRole('alert')).toContainText('no length');
  await dialog.getByLabel('To', { exact: true }).fill('04:00');
  await dialog.getByRole('button', { name: 'Put in force' }).click();
  await expect(page.getByRole('heading', { name: 'Sunday repairs' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'The week' })).toContainText('Sunday repairs 02:00–04:00');
  await expectAccessible(page);
});
