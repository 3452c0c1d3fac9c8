import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import type { Person } from '@floorwalk/shared/api/session';
import type { LiveAnswer } from '@floorwalk/shared/api/history';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { openWallFloor, signIn, SITE, type WallFloor } from './wall-floor.ts';

async function giveCookie(context: BrowserContext, address: string, cookie: string): Promise<void> {
  const cookies = cookie.split('; ').map((pair) => {
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    return { name, value, url: address };
  });
  await context.addCookies(cookies);
}

test.describe('on the demo floor', () => {
  let floor: WallFloor;
  const open = (page: Page, section: string) => page.goto(`${floor.address}/sites/${SITE}/settings/${section}`);

  test.beforeAll(async () => {
    floor = await openWallFloor();
  });
  test.afterAll(() => floor?.stop());
  test.beforeEach(async ({ context }) => {
    await giveCookie(context, floor.address, await signIn(floor.floorwalk.address, 'administrator'));
  });

  test('a source gets a token that is shown once and sends; what is refused is listed; revoked, it is turned away', async ({
    page,
  }) => {
    await open(page, 'sources');
    await page.getByRole('button', { name: 'Add a source' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: /^Name/ }).fill('acd');
    await page.getByRole('dialog').getByRole('button', { name: 'Add a source' }).click();
    await expect(page.getByRole('heading', { name: 'acd may send events now' })).toBeVisible();
    await expectAccessible(page);
    const token = (await page.locator('.token-card pre').first().textContent())?.trim() ?? '';
    const example = (await page.locator('.token-card pre').nth(1).textContent()) ?? '';
    expect(example).toContain(`Authorization: Bearer ${token}`);
    // The event of the example, sent as it stands.
    const event = /--data '(.*)'/.exec(example)?.[1] ?? '';
    const post = (body: string): Promise<Response> =>
      fetch(`${floor.address}/api/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents+json' },
        body,
      });
    expect((await post(event)).status).toBe(200);
    expect((await post(event.replace('"contact-1"', '17'))).status).toBe(400);
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await page.reload();
    await expect(page.getByText(token)).toHaveCount(0);
    await expect(page.getByRole('row', { name: /^acd/ })).toContainText('this minute');
    const refused = page.locator('.refused-list li').first();
    await expect(refused).toContainText('/data/contactId');
    await refused.locator('summary').click();
    await expect(refused.locator('pre')).toContainText('"contactId":17');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Revoke acd' }).click();
    await expect(page.getByRole('alertdialog', { name: 'Revoke acd?' })).toBeVisible();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
    await expect(page.getByRole('row', { name: /^acd/ })).toHaveCount(0);
    await expect.poll(async () => (await post(event)).status, { timeout: 20_000 }).toBe(401);
  });

  test('a new threshold of a queue is in the live numbers at once, and in the audit', async ({ page }) => {
    await open(page, 'site');
    await page.getByRole('searchbox', { name: 'Find' }).fill('bill');
    await expect(page.getByRole('row', { name: /Orders/ })).toHaveCount(0);
    await page.getByRole('button', { name: 'Edit Billing' }).click();
    await page.getByLabel('Answer within, seconds').fill('45');
    await page.getByLabel('Service level target, %').fill('72.5');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(page.getByRole('row', { name: /Billing/ })).toContainText('45 s');
    const { tables } = await floor.ask<LiveAnswer>('GET', `/sites/${SITE}/live`);
    expect(tables.queues?.find(({ id }) => id === 'billing')).toMatchObject({
      serviceLevelThresholdMs: 45_000,
      serviceLevelTarget: 0.725,
      shortAbandonThresholdMs: expect.any(Number),
    });
    await open(page, 'audit');
    const entry = page.getByRole('row').filter({ hasText: 'queue.configured' }).first();
    await entry.getByText('Before and after').click();
    await expect(entry.locator('pre')).toContainText('45000');
    await expectAccessible(page);
  });

  test('a time zone that does not exist is refused at its field; a good one is kept', async ({ page }) => {
    await open(page, 'site');
    const zone = page.getByRole('combobox', { name: /^Time zone/ });
    await zone.fill('Mars/Olympus');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByRole('alert').filter({ hasText: 'is no time zone' })).toBeVisible();
    await expect(zone).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page);
    await zone.fill('America/Lima');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect
      .poll(async () => {
        const { tables } = await floor.ask<LiveAnswer>('GET', `/sites/${SITE}/live`);
        return tables.sites?.[0]?.zone;
      })
      .toBe('America/Lima');
  });

  test('the settings cannot be changed from the past', async ({ page }) => {
    await page.goto(`${floor.address}/sites/${SITE}/settings/site?at=${Date.now() - 60_000}`);
    await expect(page.getByText('You are looking at the past')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  });

  test('every part of the settings is accessible in light and dark', async ({ page }) => {
    test.setTimeout(120_000);
    for (const [section, heading] of [
      ['', 'Settings'],
      ['site', 'Site and queues'],
      ['sources', 'Sources'],
      ['people', 'People and roles'],
      ['screens', 'Screens'],
      ['audit', 'Audit'],
      ['appearance', 'Appearance'],
      ['about', 'About'],
    ] as const) {
      await open(page, section);
      await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
      await expect(page.locator('main .skeleton')).toHaveCount(0);
      await expectAccessible(page, { inBothThemes: true });
    }
  });

  test('who may not, is told which right is missing, and is not offered the section', async ({ context, page }) => {
    await context.clearCookies();
    await giveCookie(context, floor.address, await signIn(floor.floorwalk.address, 'analyst'));
    await open(page, '');
    await expect(page.getByRole('link', { name: /^Appearance/ })).toBeVisible();
    await expect(page.getByRole('link', { name: /^Sources/ })).toHaveCount(0);
    await open(page, 'sources');
    await expect(page.getByRole('button', { name: 'Add a source' })).toHaveCount(0);
    await expect(page.locator('main')).toContainText(/Administrator/);
  });

  test('the language changes at once and every word with it', async ({ page }) => {
    await open(page, 'appearance');
    await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
    await expect(page.getByRole('heading', { level: 1, name: 'Aussehen' })).toBeVisible();
    await open(page, 'sources');
    await expect(page.getByRole('heading', { level: 1, name: 'Quellen' })).toBeVisible();
    await expectAccessible(page);
  });
});

test.describe('people', () => {
  let floorwalk: RunningFloorwalk;
  let cookie: string;
  const password = 'a rather long passphrase';

  test.beforeAll(async () => {
    floorwalk = await startFloorwalk({ demo: false });
    const post = (path: string, body: unknown): Promise<Response> =>
      fetch(`${floorwalk.address}/api/v1${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
        body: JSON.stringify(body),
      });
    const email = 'first@example.com';
    const set = await post('/setup', { name: 'First', email, password, setupCode: floorwalk.setupCode });
    if (set.status !== 201) throw new Error(`set-up was answered ${set.status}: ${await set.text()}`);
    const signedIn = await post('/sign-in', { email, password });
    cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0] ?? '')
      .join('; ');
    const begun = await post('/sites/north/configure', { type: 'site.configured', data: { name: 'North' } });
    if (begun.status !== 201) throw new Error(`the site was answered ${begun.status}: ${await begun.text()}`);
    const team = await post('/sites/north/configure', {
      type: 'team.configured',
      data: { teamId: 't1', name: 'Team one' },
    });
    if (team.status !== 201) throw new Error(`the team was answered ${team.status}: ${await team.text()}`);
  });
  test.afterAll(() => floorwalk?.stop());
  test.beforeEach(({ context }) => giveCookie(context, floorwalk.address, cookie));

  test('a person is added with a grant for one team, changed, and deactivated; a taken address is named', async ({
    page,
  }) => {
    const people = async (): Promise<Person[]> =>
      (await (await fetch(`${floorwalk.address}/api/v1/people`, { headers: { cookie } })).json()) as Person[];
    await page.goto(`${floorwalk.address}/sites/north/settings/people`);
    await page.getByRole('button', { name: 'Add a person' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Ana Díaz');
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('first@example.com');
    await dialog.getByLabel(/^Password/).fill(password);
    await dialog.getByRole('combobox', { name: 'Role' }).selectOption('team-lead');
    await dialog.getByText('All teams').click();
    await dialog.getByRole('checkbox', { name: 'Team one' }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await expect(dialog.getByRole('textbox', { name: 'E-mail address' })).toHaveAttribute('aria-invalid', 'true');
    await expectAccessible(page);
    await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('ana@example.com');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toHaveCount(0);
    const row = page.getByRole('row', { name: /Ana Díaz/ });
    await expect(row).toContainText('Team lead · North · 1 team');
    expect((await people()).find(({ email }) => email === 'ana@example.com')).toMatchObject({
      active: true,
      grants: [{ role: 'team-lead', scope: { siteId: 'north', teamIds: ['t1'] } }],
    });

    await page.getByRole('button', { name: 'Edit Ana Díaz' }).click();
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByRole('combobox', { name: 'Role' }).nth(1).selectOption('analyst');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(row).toContainText('Analyst · North');
    await page.getByRole('button', { name: 'Edit Ana Díaz' }).click();
    await dialog.getByRole('checkbox', { name: 'May sign in' }).uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(row).toContainText('Deactivated');
    const refused = await fetch(`${floorwalk.address}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ana@example.com', password }),
    });
    expect(refused.status).toBeGreaterThanOrEqual(400);
  });

  test('the last administrator cannot lock everybody out', async ({ page }) => {
    await page.goto(`${floorwalk.address}/sites/north/settings/people`);
    await page.getByRole('button', { name: 'Edit First' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: 'May sign in' }).uncheck();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog.getByRole('alert')).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('row', { name: /First/ })).toContainText('Active');
  });
});
