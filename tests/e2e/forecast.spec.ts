import { createDemoHistory } from '@floorwalk/shared/demo/demo-history';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { expectNumbersExplained } from '../kit/expect-numbers-explained.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { signIn, SITE } from './wall-floor.ts';

/** The site's clock stands here: a Tuesday, half an hour and a bit after a crowd came. */
const NOON = Date.parse('2026-03-10T12:00:00Z');
const MINUTE = 60_000;
let floorwalk: RunningFloorwalk;

async function send(events: readonly { id?: string; type: string; time: number; data: object }[]): Promise<void> {
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${floorwalk.token}`, 'content-type': 'application/x-ndjson' },
    body: events
      .map(({ id, type, time, data }, i) =>
        JSON.stringify({
          specversion: '1.0',
          source: 'demo',
          id: id ?? `${type}-${i}`,
          type,
          time: new Date(time).toISOString(),
          data,
        }),
      )
      .join('\n'),
  });
  if (response.status !== 200) throw new Error(await response.text());
}

test.beforeAll(async () => {
  floorwalk = await startFloorwalk();
  await send([{ type: 'site.configured', time: NOON, data: { name: 'Demo', zone: 'UTC' } }]);
  await send([
    { type: 'site.clock-set', time: NOON, data: { clock: { kind: 'paced', base: NOON, at: Date.now(), rate: 0 } } },
  ]);
  await send([
    { type: 'queue.configured', time: NOON, data: { queueId: 'orders', name: 'Orders' } },
    {
      type: 'agent.configured',
      time: NOON,
      data: { agentId: 'ann', name: 'Ann', teamId: 'red', queueIds: ['orders'] },
    },
  ]);
  await send(
    Array.from({ length: 120 }, (_, i) => ({
      type: 'contact.queued',
      time: NOON - 30 * MINUTE + i * 14_000,
      data: {
        contactId: `crowd-${i}`,
        queueId: 'orders',
        channel: 'voice',
        segment: i % 4 === 0 ? 'Business' : 'Consumer',
      },
    })),
  );
});
test.afterAll(() => floorwalk?.stop());

/** Three weeks in half hours, about 16 contacts each; one cell is no number. */
function history(): string {
  const rows = ['day;start;contacts;aht'];
  for (let age = 21; age >= 1; age--) {
    const date = new Date(NOON - age * 24 * 60 * MINUTE).toISOString().slice(0, 10).split('-').toReversed().join('.');
    for (let half = 0; half < 48; half++) {
      const start = `${Math.floor(half / 2)}:${half % 2 === 0 ? '00' : '30'}`;
      const count = age === 9 && half === 20 ? 'many' : String(14 + ((half * 7 + age * 3) % 5));
      rows.push(`${date};${start};${count};212,5`);
    }
  }
  return rows.join('\n');
}

const tab = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('a history is imported with its mistakes named, forecasts come of it, and what left them is closed with a finding', async ({
  page,
}) => {
  const [name = '', value = ''] = (await signIn(floorwalk.address, 'supervisor')).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: floorwalk.address }]);
  await page.goto(`${floorwalk.address}/sites/${SITE}/accuracy`);
  await expect(page.getByRole('heading', { name: 'Accuracy', level: 1 })).toBeVisible();
  await tab(page, 'Methods and errors').click();
  await expect(page.getByText('There is no forecast yet', { exact: false }).first()).toBeVisible();

  await tab(page, 'Import a history').click();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles({ name: 'past.csv', mimeType: 'text/csv', buffer: Buffer.from(history()) });
  await page.getByLabel('Id of that queue').fill('orders');
  await page.getByLabel('Dates are written').selectOption('day-month-year');
  await page.getByLabel('Decimals are written').selectOption('comma');
  await page.getByLabel('Mean handle time, seconds').selectOption('aht');
  await expect(page.getByText('1,008 rows, 21 days of 1 queue; 2 things not taken as they stand.')).toBeVisible();
  await expect(page.getByRole('row', { name: /Row refused orders 2026-03-01 count: is not a number/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Import 21 days' }).click();
  await expect(page.getByText('21 days of 1,008 rows imported', { exact: false })).toBeVisible();

  await tab(page, 'Forecasts of a day').click();
  await expect(page.getByRole('row', { name: /First of the day/ })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByRole('row', { name: /Within the day/ }).first()).toBeVisible();
  await expect(page.getByText('Agents by Erlang C: nobody is taken to give up.')).toBeVisible();
  await expectAccessible(page);
  await expectNumbersExplained(page);

  // The same put together: by channel, by segment, and for the whole site.
  await page.getByLabel('Show by').selectOption('channel');
  await expect(page.getByRole('row', { name: /^Voice / })).toBeVisible();
  await page.getByLabel('Show by').selectOption('segment');
  await expect(page.getByRole('row', { name: /^Business 25.0 %/ })).toBeVisible();
  await expect(page.getByText('none by segment is recorded yet', { exact: false })).toBeVisible();
  await page.getByRole('combobox', { name: /^Chart/ }).selectOption('handle-times');
  await expect(page.getByRole('row', { name: /^Business 25.0 %.* 3:3\d/ })).toBeVisible();
  await page.getByLabel('Show by').selectOption('site');
  await expect(page.getByRole('row', { name: /^Demo / })).toBeVisible();
  await expectAccessible(page);
  await expectNumbersExplained(page);

  await tab(page, 'Methods and errors').click();
  // Its error, chance, band, and the error of its handle time, which was always the same.
  await expect(page.getByRole('row', { name: /^Orders .* % .* % .* % 0.0 % 16 / })).toBeVisible();
  await expectAccessible(page);

  await tab(page, 'Deviations').click();
  const deviation = page.getByRole('row', { name: /^Orders / });
  await expect(deviation).toContainText('120');
  await page.getByRole('button', { name: /^Close the deviation of Orders from/ }).click();
  const dialog = page.getByRole('dialog', { name: 'What was it? Orders' });
  await dialog.getByLabel('Cause').selectOption('campaign');
  await dialog.getByLabel('Finding').fill('A letter went out a day early.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(page.getByText('No deviation waits for a finding.')).toBeVisible();
  await expect(deviation).toContainText('A campaign: A letter went out a day early.');

  await tab(page, 'Calendar').click();
  await page.getByLabel('Name').fill('Spring sale');
  await page.getByLabel('Kind').selectOption('campaign');
  await page.getByLabel('From').fill('2026-03-20');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(page.getByRole('row', { name: /Spring sale Campaign 2026-03-20 2026-03-20/ })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Remove Spring sale' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('No day is named yet.')).toBeVisible();

  // More queues take longer to learn: that is cancelled, and the day goes on.
  await send(createDemoHistory({ before: NOON, zone: 'UTC', source: 'demo', agentCount: 190 }));
  await tab(page, 'Forecasts of a day').click();
  await page.getByRole('button', { name: 'Forecast anew now' }).click();
  await tab(page, 'Methods and errors').click();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click({ timeout: 15_000 });
  await expect(page.getByText('today goes on by the methods chosen last', { exact: false })).toBeVisible();
  await expectAccessible(page);
});

test('who may not see staffing is told so, and by whom it can be given', async ({ page }) => {
  const [name = '', value = ''] = (await signIn(floorwalk.address, 'agent')).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: floorwalk.address }]);
  await page.goto(`${floorwalk.address}/sites/${SITE}/accuracy?panel=what-if:orders`);
  // The screen and the drawer beside it.
  await expect(page.getByText('It needs the right to see staffing.', { exact: false })).toHaveCount(2);
  await expectAccessible(page);
});
