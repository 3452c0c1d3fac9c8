import { expect, test, type Page } from '@playwright/test';
import { closeDatabase, openDatabase, type Database } from '@floorwalk/server/db/database';
import { PostgresEventLog } from '@floorwalk/server/log/postgres-event-log';
import type { EventData } from '@floorwalk/shared/events';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { expectNumbersExplained } from '../kit/expect-numbers-explained.ts';
import { freePort } from '../kit/free-port.ts';
import { startHttpReceiver, type HttpReceiver } from '../kit/notice-receivers.ts';
import { openWallFloor, signIn, SITE, type WallFloor } from './wall-floor.ts';

let floor: WallFloor;
let database: Database;
let log: PostgresEventLog;
let web: HttpReceiver;

test.beforeAll(async () => {
  [floor, web] = await Promise.all([openWallFloor({ noticesToPrivateAddresses: true }), startHttpReceiver()]);
  const { databaseUrl } = floor.floorwalk.config;
  database = openDatabase(databaseUrl);
  log = new PostgresEventLog({ database, databaseUrl, now: Date.now });
});
test.afterAll(async () => {
  await log?.close();
  await closeDatabase(database);
  await Promise.all([floor?.stop(), web?.stop()]);
});

async function enter(page: Page, path: string, role: string): Promise<void> {
  const [name = '', value = ''] = (await signIn(floor.floorwalk.address, role)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: floor.address }]);
  await page.goto(`${floor.address}/${path}`);
}

async function append<T extends keyof EventData>(id: string, type: T, data: EventData[T]): Promise<void> {
  await log.append(SITE, [{ id, source: 'test', type, time: Date.now(), data } as never]);
}

async function request(noticeId: string, more: Partial<EventData['notice.requested']>): Promise<void> {
  await append(`ask-${noticeId}`, 'notice.requested', {
    noticeId,
    about: { kind: 'escalation', id: noticeId },
    to: [{ kind: 'role', role: 'agent' }],
    urgency: 'page',
    title: 'A customer waits for you',
    body: 'Billing, eleven minutes.',
    path: 'floor',
    ...more,
  });
}

test('a notice reaches the inbox of an agent, is counted until it is seen, and settled ones are not counted', async ({
  page,
}) => {
  await enter(page, '', 'agent');
  await expect(page).toHaveURL(/\/inbox$/);
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  const link = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: /^Inbox/ });
  await request('first', {});
  const card = page.getByRole('listitem').filter({ hasText: 'A customer waits for you' });
  await expect(card).toContainText('Billing, eleven minutes.');
  await expect(link).toContainText('1 thing waits for you');
  await expect(page).toHaveTitle(/^\(1\) Inbox/);
  await expect(page.getByRole('alert').filter({ hasText: 'New notice: A customer waits for you' })).toBeAttached();
  await request('second', { title: 'Another one' });
  await expect(link).toContainText('2 things wait for you');
  await expectAccessible(page);
  await expectNumbersExplained(page);
  await card.getByRole('button', { name: /^Mark as seen/ }).click();
  await expect(link).toContainText('1 thing waits for you');
  await append('settle', 'notice.withdrawn', { about: { kind: 'escalation', id: 'second' }, reason: 'taken by Ada' });
  await expect(page).toHaveTitle(/^Inbox/);
  await expect(link).toHaveText(/^Inbox$/);
  await page.getByRole('button', { name: 'My history' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Another one' })).toContainText('Settled: taken by Ada');
  await expect(page.getByRole('listitem').filter({ hasText: 'A customer waits' })).toContainText('Seen');

  // Nobody else has it.
  await page.context().clearCookies();
  await enter(page, `sites/${SITE}/inbox`, 'supervisor');
  await expect(page.getByText('You were not sent any notices yet')).toBeVisible();
});

test('a browser that was given leave, on a click, shows a new notice while nobody looks at the page', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['notifications'], { origin: floor.address });
  await enter(page, `sites/${SITE}/inbox`, 'agent');
  // What is there when the page is opened is no news.
  await expect(page.getByRole('heading', { name: 'Notices 0' })).toBeVisible();
  // With leave given already there is nothing to ask; the worker is registered by the same click otherwise.
  await page.evaluate(() =>
    navigator.serviceWorker.register('/notice-worker.js').then(() => navigator.serviceWorker.ready),
  );
  await page.evaluate(() => Object.defineProperty(document, 'hidden', { get: () => true }));
  await request('outside', { title: 'Seen from outside', path: 'alerts' });
  await expect(page.getByRole('listitem').filter({ hasText: 'Seen from outside' })).toBeVisible();
  const shown = () =>
    page.evaluate(async () => {
      const worker = await navigator.serviceWorker.getRegistration('/notice-worker.js');
      return ((await worker?.getNotifications()) ?? []).map(({ title, tag, data }) => ({
        title,
        tag,
        data: data as unknown,
      }));
    });
  await expect
    .poll(shown)
    .toEqual([{ title: 'Seen from outside', tag: 'outside', data: { url: `/sites/${SITE}/alerts` } }]);
});

test('an administrator adds channels, sees why a test fails and that one arrives, and tries a delivery again', async ({
  page,
}) => {
  await enter(page, `sites/${SITE}/settings/channels`, 'administrator');
  await page.getByRole('button', { name: 'Add a channel' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Kind').selectOption('slack');
  await dialog.getByLabel('Name').fill('Floor room');
  await dialog.getByLabel('Address').fill(`http://127.0.0.1:${await freePort()}/secret`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  const room = page.getByRole('listitem').filter({ hasText: 'Floor room' });
  await expect(room).toContainText('Not tested yet.');
  await expect(page.getByText('/secret')).toHaveCount(0);
  await room.getByRole('button', { name: 'Send a test to Floor room' }).click();
  await expect(room).toContainText(/Test failed this minute: .*ECONNREFUSED/);
  await expectAccessible(page);

  const [channel] = await floor.ask<{ id: string }[]>('GET', `/sites/${SITE}/notice-channels`);
  web.answer = () => 404;
  await room.getByRole('button', { name: 'Change Floor room' }).click();
  await dialog.getByLabel('Address').fill(`${web.url}/room`);
  await dialog.getByLabel('Gather information for (minutes)').fill('0');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await request('to-room', { to: [], channelIds: [channel?.id ?? ''], title: 'For the room' });
  await page.goto(`${floor.address}/sites/${SITE}/settings/deliveries`);
  const row = page.getByRole('row').filter({ hasText: 'For the room' });
  await expect(row).toContainText('Failed', { timeout: 15_000 });
  await expect(row).toContainText('answered 404');
  await expectAccessible(page);
  web.answer = () => 200;
  await row.getByRole('button', { name: 'Try now: For the room, Floor room' }).click();
  await expect(row).toContainText('Sent', { timeout: 15_000 });

  await page.goto(`${floor.address}/sites/${SITE}/settings/channels`);
  await room.getByRole('button', { name: 'Send a test to Floor room' }).click();
  await expect(room).toContainText('Test arrived this minute: answered 200');
  await page.getByRole('button', { name: 'Add a channel' }).click();
  await dialog.getByLabel('Kind').selectOption('webhook');
  await dialog.getByLabel('Name').fill('Ours');
  await dialog.getByLabel('Address').fill(`${web.url}/hook`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Signing secret' })).toContainText('whsec_');
  await page.getByRole('button', { name: 'I have kept it' }).click();
  await expect(page.getByText('whsec_')).toHaveCount(0);
});

test('somebody says how notices reach them, and finds it so after a reload', async ({ page }) => {
  await enter(page, `sites/${SITE}/settings/notices`, 'supervisor');
  const always = page.getByLabel('Pages come in quiet hours too');
  await page.getByLabel('E-mail: Information').uncheck();
  await page.getByLabel('Keep quiet hours').check();
  await page.getByLabel('From').fill('21:30');
  await page.getByRole('button', { name: 'Sun' }).click();
  await always.uncheck();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('E-mail: Information')).not.toBeChecked();
  await expect(page.getByLabel('From')).toHaveValue('21:30');
  await expect(page.getByRole('button', { name: 'Sun' })).toHaveAttribute('aria-pressed', 'false');
  await expect(always).not.toBeChecked();
});
