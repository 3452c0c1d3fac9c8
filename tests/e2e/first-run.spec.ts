import { expect, test } from '@playwright/test';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';

const PASSWORD = 'correct horse battery';

let floorwalk: RunningFloorwalk;
test.beforeAll(async () => {
  floorwalk = await startFloorwalk({ demo: false });
});
test.afterAll(() => floorwalk.stop());

test('from an empty start to the first contact on the board: administrator, site, source, event', async ({ page }) => {
  await page.goto(floorwalk.address);
  await expect(page).toHaveURL(/\/setup$/);
  const field = (name: string) => page.locator(`input[name="${name}"]`);
  await page.getByLabel('Set-up code').fill('not-the-code');
  await field('name').fill('Ada First');
  await field('email').fill('ada@example.com');
  await field('password').fill(PASSWORD);
  await field('again').fill(`${PASSWORD}!`);
  const create = page.getByRole('button', { name: 'Create the administrator' });

  // Mistakes are said where they are, and nothing typed is lost.
  await create.click();
  await expect(page.locator('.form-problem')).toContainText('not the same');
  await field('again').fill(PASSWORD);
  await create.click();
  await expect(page.getByLabel('Set-up code')).toHaveAttribute('aria-invalid', 'true');
  await expect(field('name')).toHaveValue('Ada First');
  await page.getByLabel('Set-up code').fill(floorwalk.setupCode ?? '');
  await create.click();

  // Nothing is there yet, so the first thing offered is to open a site.
  await expect(page.getByRole('heading', { name: 'Open your floor' })).toBeVisible();
  await expectAccessible(page, { inBothThemes: true });
  await page.getByLabel('Name of the site').fill('Köln Süd');
  await expect(page.getByLabel('Its id in addresses and events')).toHaveValue('koln-sud');
  await page.getByLabel('Time zone').fill('Europe/Nowhere');
  await page.getByRole('button', { name: 'Open the site' }).click();
  await expect(page.locator('.form-problem')).toContainText('Europe/Nowhere');
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByRole('button', { name: 'Open the site' }).click();
  await expect(page).toHaveURL(/\/sites\/koln-sud\/settings\/sources$/);

  await page.getByRole('button', { name: 'Add a source' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('acd');
  await page.getByRole('dialog').getByRole('button', { name: 'Add' }).click();
  const token = await page.locator('.token-card').innerText();
  const bearer = /Bearer ([\w.-]+)/.exec(token)?.[1] ?? '';
  const response = await fetch(`${floorwalk.address}/api/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents+json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({
      specversion: '1.0',
      id: '1',
      source: 'acd',
      type: 'contact.queued',
      time: new Date().toISOString(),
      data: { contactId: 'c1', queueId: 'Sales', channel: 'voice' },
    }),
  });
  expect(response.status, await response.text()).toBe(200);
  await page.goto(`${floorwalk.address}/sites/koln-sud/floor`);
  await expect(page.getByRole('row', { name: /Sales/ })).toBeVisible();

  // The set-up is over for good, and the way in is the password.
  await page.getByRole('button', { name: /Account and preferences/ }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto(`${floorwalk.address}/setup`);
  await expect(page).toHaveURL(/\/sign-in$/);
  await page.getByLabel('Email').fill('ada@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/sites\/koln-sud\/floor/);
});
