import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { expectNumbersExplained } from '../kit/expect-numbers-explained.ts';
import { openWallFloor, signIn, SITE, type WallFloor } from './wall-floor.ts';

let floor: WallFloor;

test.beforeAll(async () => {
  floor = await openWallFloor();
  // So that it rings at the one agent whose seat the demo gives away.
  await floor.send(
    ['ben', 'cem'].map((agentId) => ({ type: 'agent.state-changed', data: { agentId, state: 'not-ready' } })),
  );
});
test.afterAll(() => floor?.stop());

async function enter(page: Page, path: string, role: string): Promise<void> {
  const [name = '', value = ''] = (await signIn(floor.floorwalk.address, role)).split(/=(.*)/s);
  await page.context().addCookies([{ name, value, url: floor.address }]);
  await page.goto(`${floor.address}/sites/${SITE}/${path}`);
}

const said = (sessionId: string, data: object) => ({
  type: 'bot.turned',
  data: { sessionId, botId: 'bot-1', ...data },
});

test('an unsure bot’s session rings in an agent’s inbox, is taken in one browser and refused in the other, and goes back', async ({
  page,
  browser,
}) => {
  await enter(page, 'inbox', 'agent');
  await expect(page.getByRole('heading', { name: 'Handovers from bots' })).toBeVisible();
  const lead = await (await browser.newContext()).newPage();
  await enter(lead, 'inbox', 'supervisor');
  await expect(lead.getByRole('heading', { name: 'Handovers from bots' })).toBeVisible();
  await floor.send([
    {
      type: 'bot.session-started',
      data: { sessionId: 'h1', botId: 'bot-1', channel: 'voice', tier: 'gold', customerRef: 'c-1' },
    },
    said('h1', {
      confidence: 0.41,
      intent: 'refund',
      runnerUp: { intent: 'complaint', confidence: 0.38 },
      utterance: 'My card 4111 1111 1111 1111 was charged twice',
      reply: 'I can look that up.',
      tried: ['looked the invoice up'],
      promise: { text: 'A person within two minutes' },
    }),
  ]);
  const card = page
    .getByRole('listitem')
    .filter({ hasText: 'refund' })
    .filter({ has: page.getByRole('timer') });
  await expect(card).toContainText('gold');
  await expect(card).toContainText('high-value customer');
  await expect(card).toContainText('Promised: A person within two minutes');
  await expect(card.getByRole('region', { name: 'Conversation' })).toContainText('My card [card] was charged twice');
  await expect(card.getByRole('region', { name: 'Conversation' })).toContainText('0.41, under 0.85');
  await expect(card.getByRole('region', { name: 'What to know' })).toContainText('looked the invoice up');
  await expect(card.getByRole('region', { name: 'What to know' })).toContainText('left');
  await expectAccessible(page);
  await expectNumbersExplained(page);

  // The supervisor's click leaves their browser only when the agent has it already.
  let release: () => void = () => undefined;
  const agentHasIt = new Promise<void>((resolve) => {
    release = resolve;
  });
  await lead.route('**/accept', async (route) => {
    await agentHasIt;
    await route.continue();
  });
  await lead.getByRole('button', { name: 'Accept refund' }).click();
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Done with refund' })).toBeVisible();
  release();
  await expect(lead.getByRole('alert').filter({ hasText: 'Demo agent has taken it already.' })).toBeVisible();
  const owner = await floor.ask<{ speaks: string }>('GET', `/sites/${SITE}/bot-sessions/h1/owner`);
  expect(owner.speaks).toBe('person');

  await page.getByRole('button', { name: 'Hand refund back to the bot' }).click();
  await expect(page.getByText('No bot needs a person now.')).toBeVisible();
  await page.getByRole('button', { name: 'My past handovers' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'refund' })).toContainText('the bot has it again');
  await lead.context().close();
});

test('the Bots screen says what certainty is worth, opens an unsure session, and keeps what is decided about a topic', async ({
  page,
}) => {
  const sessions = Array.from({ length: 12 }, (_, index) => `past-${index}`);
  await floor.send(
    sessions.flatMap((sessionId, index) => [
      said(sessionId, {
        confidence: index < 4 ? 0.55 : 0.95,
        intent: 'parcel',
        utterance: index === 0 ? 'Refused at my door' : 'Tracking shows nothing',
      }),
      { type: index < 3 ? 'bot.abandoned' : 'bot.contained', data: { sessionId, botId: 'bot-1' } },
    ]),
  );

  await enter(page, 'bots', 'supervisor');
  await expect(page.getByText('contained, 3 abandoned inside the bot', { exact: false })).toBeVisible();
  await expect(page.getByText('Expected calibration error', { exact: false })).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'now' }).filter({ hasText: '0.85' })).toBeVisible();
  await page
    .getByRole('row')
    .filter({ hasText: 'Tracking shows nothing' })
    .getByRole('button', { name: /^Decide about parcel/ })
    .click();
  await page.getByLabel('Status').selectOption('in-work');
  await page.getByLabel('Owner').fill('Kim');
  await page.getByLabel('Name').fill('Lost parcels');
  await page.getByRole('button', { name: 'Save' }).click();
  const lost = page.getByRole('row').filter({ hasText: 'Lost parcels' });
  await expect(lost).toContainText('In work');
  await expect(lost).toContainText('Kim');
  // Another topic is the same: they count together, until it is taken out again.
  await page.getByRole('button', { name: /^Decide about parcel/ }).click();
  await page.getByLabel('The same as').selectOption('Lost parcels');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(lost).toContainText('with parcel');
  await page.getByRole('button', { name: 'Decide about Lost parcels' }).click();
  await page.getByRole('button', { name: /^Make parcel.* a topic of its own again$/ }).click();
  await expect(lost).not.toContainText('with parcel');
  await expectAccessible(page);
  await expectNumbersExplained(page);

  await page.getByRole('button', { name: 'Change' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Add a threshold' }).click();
  await dialog.getByRole('group', { name: 'Thresholds' }).getByLabel('Language').fill('german');
  await dialog.getByRole('button', { name: 'Add a skill' }).click();
  const skill = dialog.getByRole('group', { name: 'Skills' });
  await skill.getByLabel('Intent').fill('parcel');
  await skill.getByLabel('Skill').fill('parcels');
  await dialog.getByLabel('What the customer is told then').fill('We call you back.');
  await dialog.getByRole('button', { name: 'Put in force' }).click();
  await expect(dialog.getByRole('alert').first()).toContainText('Write the language as its tag');
  await expectAccessible(page);
  await dialog.getByRole('group', { name: 'Thresholds' }).getByLabel('Language').fill('de');
  await dialog.getByRole('button', { name: 'Put in force' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Thresholds of their own: de 0.85')).toBeVisible();
  await expect(page.getByText('Asked first is who has: parcel → parcels')).toBeVisible();

  await page.getByRole('button', { name: 's1', exact: true }).click();
  const panel = page.getByRole('complementary', { name: 'Details' });
  await panel.getByRole('button', { name: 'Hand over to people' }).click();
  await expect(panel).toContainText('taken out of the bot’s hands');
  await expectAccessible(page);
});
