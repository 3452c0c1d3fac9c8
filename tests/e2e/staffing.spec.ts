import { expect, test, type Page } from '@playwright/test';
import { closeDatabase, openDatabase } from '@floorwalk/server/db/database';
import { appendWith } from '@floorwalk/server/log/append-with';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { expectNumbersExplained } from '../kit/expect-numbers-explained.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { signIn, SITE } from './wall-floor.ts';

const HALF_HOUR = 1_800_000;
const HOUR = 2 * HALF_HOUR;
/** A Wednesday in UTC; the site's clock stands at noon. */
const MIDNIGHT = Date.UTC(2026, 4, 6);
const NOON = MIDNIGHT + 12 * HOUR;
const DATE = '2026-05-06';
const AGENTS = ['Ada Abel', 'Bob Berg', 'Cleo Costa'];

let floorwalk: RunningFloorwalk;
let count = 0;

function event<T extends NewEvent['type']>(type: T, time: number, data: NewEvent<T>['data']): NewEvent {
  count += 1;
  return { id: `e${count}`, source: 'demo', type, time, data } as NewEvent;
}

const series = (value: number) => Array.from({ length: 48 }, () => value);
const day = (agentId: string, from: number, to: number) =>
  event('schedule.day-set', NOON, {
    agentId,
    date: DATE,
    activities: [{ activityId: 'work', startAt: MIDNIGHT + from * HOUR, endAt: MIDNIGHT + to * HOUR }],
  });

test.beforeAll(async () => {
  floorwalk = await startFloorwalk();
  const database = openDatabase(floorwalk.config.databaseUrl);
  const events: NewEvent[] = [
    event('site.configured', 1, { name: 'Noon', zone: 'UTC', intervalMinutes: 30 }),
    event('site.clock-set', 1, { clock: { kind: 'paced', base: NOON, at: Date.now(), rate: 1 } }),
    event('queue.configured', 1, { queueId: 'billing', name: 'Billing' }),
    event('queue.configured', 1, { queueId: 'orders', name: 'Orders' }),
    ...AGENTS.map((name, index) =>
      event('agent.configured', 1, { agentId: `a${index}`, name, queueIds: [index < 2 ? 'billing' : 'orders'] }),
    ),
    day('a0', 9, 20),
    day('a1', 9, 20),
    day('a2', 9, 20),
    event('agent.signed-in', NOON - 3 * HOUR, { agentId: 'a0' }),
    event('agent.signed-in', NOON - 3 * HOUR, { agentId: 'a2' }),
    event('agent.state-changed', NOON - HALF_HOUR, { agentId: 'a2', state: 'not-ready', reason: 'Break' }),
    event('contact.queued', NOON - HOUR, { contactId: 'c1', queueId: 'billing' }),
    event('schedule.exception-requested', NOON, {
      exceptionId: 'x',
      agentId: 'a1',
      startAt: NOON - HOUR,
      endAt: NOON + HOUR,
      reason: 'Dentist',
    }),
    event('surge.help-asked', NOON, {
      by: null,
      help: {
        id: 'haifa:s1:0',
        fromSiteId: 'haifa',
        fromSiteName: 'Haifa',
        surgeId: 's1',
        moveId: 'm1',
        queueName: 'Support',
        agentCount: 2,
        fromAt: NOON,
        toAt: NOON + HOUR,
        answerBy: NOON + HALF_HOUR,
        state: 'asked',
        askedBy: { id: 'rina', name: 'Rina' },
        note: 'The line was dead',
        answered: null,
      },
    }),
    event('forecast.published', NOON, {
      forecasts: [
        {
          forecastId: 'f1',
          queueId: 'billing',
          date: DATE,
          kind: 'day-ahead',
          cause: 'schedule',
          method: 'same weekday',
          startsAt: MIDNIGHT,
          intervalMs: HALF_HOUR,
          seenCount: 0,
          offeredCounts: series(20),
          lowCounts: series(15),
          highCounts: series(25),
          handleTimesMs: series(180_000),
          requiredAgents: series(3),
          errorRatio: 0.1,
        },
      ],
    }),
  ];
  await database.transaction((transaction) => appendWith(transaction, SITE, events, Date.now()));
  const haifa = event('site.configured', 1, { name: 'Haifa', zone: 'Asia/Jerusalem' });
  await database.transaction((transaction) => appendWith(transaction, 'haifa', [haifa], Date.now()));
  await closeDatabase(database);
});
test.afterAll(() => floorwalk?.stop());

async function enter(page: Page, role: string): Promise<void> {
  const [name = '', value = ''] = (await signIn(floorwalk.address, role)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: floorwalk.address }]);
  await page.goto(`${floorwalk.address}/sites/${SITE}/staffing`);
}

const cellsOf = (page: Page, queue: string) =>
  page
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: queue, exact: true }) })
    .getByRole('cell');

test('required, scheduled and on the floor are seen for every queue, and a changed shift changes the gap at once', async ({
  page,
}) => {
  await enter(page, 'administrator');
  const now = page.getByTestId('gap-words');
  await expect(now).toContainText('Now 3 needed, 1 on the floor');
  await expect(now).toContainText('-2');
  await expect(now).toContainText('1 queue without a forecast is left out');
  // Billing: two scheduled of three, one of them is here; from eight in the evening nobody is scheduled.
  await expect(cellsOf(page, 'Billing').nth(0)).toHaveText('-2');
  await expect(cellsOf(page, 'Billing').nth(1)).toHaveText('-1');
  await expect(cellsOf(page, 'Billing').nth(1 + 16)).toHaveText('-3');
  await expect(cellsOf(page, 'Orders').nth(1)).toHaveText('–');
  await expect(page.getByText('No forecast yet')).toBeVisible();

  const chart = page.getByRole('slider', { name: 'Contacts and agents through the day' });
  await chart.focus();
  await chart.press('Home');
  for (let step = 0; step < 24; step += 1) await chart.press('ArrowRight');
  await expect(chart).toHaveAttribute(
    'aria-valuetext',
    /^12:00: .*first plan 20.*required 3, scheduled 2, on the floor 1, gap -1/,
  );

  const adherence = page.getByRole('region', { name: 'Adherence' });
  await expect(
    adherence.getByRole('listitem').filter({ hasText: 'Bob Berg' }).filter({ hasNotText: 'Dentist' }),
  ).toContainText('Signed out instead of Work');
  await expect(adherence.getByRole('listitem').filter({ hasText: 'Cleo Costa' })).toContainText('Fewer hands');
  await expectAccessible(page);
  await expectNumbersExplained(page);

  await adherence.getByRole('listitem').filter({ hasText: 'Dentist' }).getByRole('button', { name: 'Approve' }).click();
  await expect(adherence.getByText('Dentist')).toHaveCount(0);
  await adherence.getByRole('button', { name: /^Excused/ }).click();
  await expect(adherence.getByRole('listitem').filter({ hasText: 'Bob Berg' })).toContainText('Excused');
  // Whoever is excused is not counted on: until one o'clock two more are missing.
  await expect(cellsOf(page, 'Billing').nth(1)).toHaveText('-2');
  await expect(cellsOf(page, 'Billing').nth(1 + 2)).toHaveText('-1');

  await adherence.getByRole('button', { name: 'Bob Berg' }).click();
  await page.getByRole('button', { name: 'Ask for an exception' }).click();
  await page.getByRole('dialog').getByLabel('From', { exact: true }).fill('15:00');
  await page.getByRole('dialog').getByLabel('To', { exact: true }).fill('15:30');
  await page.getByRole('dialog').getByLabel('Reason').fill('School play');
  await page.getByRole('dialog').getByRole('button', { name: 'Ask for an exception' }).click();
  await expect(adherence.getByRole('listitem').filter({ hasText: 'School play' })).toContainText('asked for before');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Schedules', exact: true }).click();
  await page.getByRole('button', { name: 'Edit the day of Ada Abel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('To', { exact: true }).fill('12:30');
  await dialog.getByRole('button', { name: 'Add an activity' }).click();
  await dialog.getByLabel('Activity', { exact: true }).nth(1).selectOption('training');
  await dialog.getByLabel('To', { exact: true }).nth(1).fill('13:30');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The day of Ada Abel was changed' })).toBeVisible();
  await page.getByRole('button', { name: 'Today', exact: true }).click();
  await expect(cellsOf(page, 'Billing').nth(1)).toHaveText('-2');
  await expect(cellsOf(page, 'Billing').nth(1 + 1)).toHaveText('-3');
  await page.getByRole('button', { name: 'Schedules', exact: true }).click();
  await page.getByRole('button', { name: 'Edit the day of Ada Abel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove activity 2' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Ada Abel' })).toContainText('09:00–13:30');

  // Any day: one nobody planned gets a shift, and so does the day after; what the labour rules say is read before it is saved.
  const ada = page.getByRole('row').filter({ hasText: 'Ada Abel' });
  await page.getByRole('button', { name: 'The day after' }).click();
  await expect(ada).toContainText('nothing');
  await page.getByRole('button', { name: 'Edit the day of Ada Abel' }).click();
  await dialog.getByRole('button', { name: 'Add an activity' }).click();
  await dialog.getByLabel('To', { exact: true }).fill('20:00');
  const faults = dialog.getByRole('list', { name: 'What to look at' });
  await expect(faults).toContainText('longest work without a break is 6 h, and it would be 11 h');
  await expect(faults).toContainText('most working time in a day');
  await dialog.getByLabel('To', { exact: true }).fill('14:00');
  await expect(faults).toHaveCount(0);
  await dialog.getByRole('checkbox', { name: 'Fri, May 8' }).check();
  await expectAccessible(page);
  await expectNumbersExplained(page);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('status').filter({ hasText: '2 days of Ada Abel were changed' })).toBeVisible();
  await expect(ada).toContainText('09:00–14:00');
  await page.getByRole('button', { name: 'The day after' }).click();
  await expect(ada).toContainText('09:00–14:00');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(ada).toContainText('nothing');
  await page.getByLabel('Day', { exact: true }).fill('2026-05-07');
  await expect(ada).toContainText('nothing');

  // What an activity is can be said, and then stand in a shift.
  await page.getByRole('button', { name: 'Needs and rules' }).click();
  const fresh = page.getByRole('form', { name: 'New activity' });
  await fresh.getByLabel('Id, as').fill('coaching');
  await fresh.getByLabel('Name', { exact: true }).fill('Coaching');
  await fresh.getByLabel('paid', { exact: true }).uncheck();
  await fresh.getByRole('button', { name: 'Add' }).click();
  const coaching = page.getByRole('form', { name: 'Coaching' });
  await expect(coaching.getByLabel('Kind')).toHaveValue('training');
  await expect(coaching.getByLabel('paid', { exact: true })).not.toBeChecked();

  // How agents are worked out is said beside what is measured; what cannot be is refused at its field.
  const rule = page.getByRole('form', { name: 'How agents are worked out: Billing' });
  await expect(rule).toContainText('Patience not measured: too few have given up.');
  await rule.getByLabel('Patience (s)').fill('90');
  await rule.getByLabel('Staffed from').fill('08:00');
  await rule.getByLabel('to', { exact: true }).fill('08:00');
  await rule.getByRole('button', { name: 'Save' }).click();
  await expect(rule.getByLabel('to', { exact: true })).toHaveAccessibleDescription(/staffed at no time/);
  await rule.getByLabel('to', { exact: true }).fill('20:00');
  await rule.getByRole('button', { name: 'Save' }).click();
  await expect(rule).toContainText('Agents by Erlang A');
  await expectAccessible(page);
  await rule.getByRole('button', { name: 'Back to measured: Billing' }).click();
  await expect(rule).toContainText('Agents by Erlang C');
  await expect(rule.getByLabel('Patience (s)')).toHaveValue('');
});

test('a file is previewed with its mistakes, mapped, and taken', async ({ page }) => {
  await enter(page, 'administrator');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const text = `Who,Date,Start,End,Activity\nCleo Costa,${DATE},08:00,18:00,work\nCleo Costa,${DATE},12:00,12:45,Siesta\nNobody,${DATE},09:00,10:00,work\n`;
  await page.getByLabel('File').setInputFiles({ name: 'shifts.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await expect(page.getByRole('status').filter({ hasText: '0 of 3 lines taken' })).toBeVisible();
  await page.getByLabel('Agent', { exact: true }).selectOption('Who');
  await expect(page.getByRole('status').filter({ hasText: '1 of 3 lines taken, 2 mistakes' })).toBeVisible();
  await page.getByLabel('Siesta').selectOption('meal');
  await expect(page.getByRole('status').filter({ hasText: '2 of 3 lines taken, 1 mistake' })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Nobody' })).toContainText('There is no such agent');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Import 1 day' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Imported.' })).toBeVisible();
  await page.getByRole('button', { name: 'Schedules', exact: true }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Cleo Costa' })).toContainText('08:00–18:00');
});

test('what another site asks for stands on the board with who could go, and an answer to a surge that is gone says so', async ({
  page,
}) => {
  await enter(page, 'administrator');
  const helps = page.getByRole('region', { name: /^Other sites ask for help/ });
  await expect(helps.getByRole('listitem')).toContainText('2 agents are asked for');
  await expect(helps.getByRole('listitem')).toContainText('Requested by Rina: The line was dead');
  await helps.getByRole('button', { name: 'Grant the help of Haifa' }).click();
  const dialog = page.getByRole('dialog', { name: 'Grant help: Haifa' });
  const candidates = dialog.getByRole('list', { name: 'Who could go' });
  await expect(candidates.getByRole('checkbox')).toHaveCount(3);
  await expect(dialog.getByRole('button', { name: 'Grant…' })).toBeDisabled();
  await candidates.getByRole('checkbox', { name: /^Ada Abel/ }).check();
  await candidates.getByRole('checkbox', { name: /^Bob Berg/ }).check();
  // As many as were asked for.
  await expect(candidates.getByRole('checkbox', { name: /^Cleo Costa/ })).toBeDisabled();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Grant…' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The surge this help is for is gone.');
  await dialog.getByRole('radio', { name: 'Say how many, without names' }).check();
  await dialog.getByLabel('Agents', { exact: true }).fill('1');
  await dialog.getByRole('button', { name: 'Grant…' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The surge this help is for is gone.');
});

test('who may not see people sees what is needed, and is told why the schedule is not there', async ({ page }) => {
  await enter(page, 'executive');
  await expect(page.getByText('Scheduled agents and gaps are made from people’s schedules')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Adherence' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Import', exact: true })).toHaveCount(0);
});
