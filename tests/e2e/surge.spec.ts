import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { Surge } from '@floorwalk/shared/surge/surge';
import { DEFAULT_SURGE_POLICY } from '@floorwalk/shared/surge/surge-policy';
import { anonymousBank } from '@floorwalk/shared/translate/anonymous-bank';
import { expectAccessible } from '../kit/expect-accessible.ts';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { sharedMaterial } from '../kit/shared-material.ts';
import { signIn } from './wall-floor.ts';

const calls = sharedMaterial('data/anonymous-bank/february1999.txt.gz');
const arrivals = sharedMaterial('data/anonymous-bank/arrivals-6min-1999-h1.csv.gz');
const SITE = 'demo';
const HOUR = 3_600_000;
const at = (clock: string) => Date.parse(`1999-02-03T${clock}:00+02:00`);
/** So many times faster than it was lived. Slow enough that a machine that does much else beside keeps up with telling it. */
const RATE = 150;

let floorwalk: RunningFloorwalk;
let events: NewEvent[] = [];
test.skip(calls === undefined || arrivals === undefined, 'the files of the bank are not beside the project');
test.beforeAll(async () => {
  floorwalk = await startFloorwalk();
  events = bankDay();
});
test.afterAll(() => floorwalk?.stop());

/** The first three days of February as the file tells them, all in one queue: the half year of arrivals is known for the bank as a whole only. */
function bankDay(): NewEvent[] {
  const translation = anonymousBank.createTranslation({ source: 'demo' });
  const all: NewEvent[] = [];
  for (const [index, line] of gunzipSync(readFileSync(calls ?? ''))
    .toString()
    .split('\r\n')
    .entries()) {
    const told = translation.line(line, index + 1);
    if (told.kind === 'events') all.push(...told.events);
  }
  all.push(...translation.end());
  return all
    .filter(({ type, time }) => (type.startsWith('contact.') || type.startsWith('agent.')) && time < at('20:00'))
    .map((event): NewEvent => {
      const data: Record<string, unknown> = { ...event.data };
      if ('queueId' in data) data['queueId'] = 'bank';
      if ('queueIds' in data) Object.assign(data, { queueIds: ['bank'], teamId: 'bank' });
      return { ...event, data } as unknown as NewEvent;
    })
    .toSorted((left, right) => left.time - right.time);
}

async function post(
  path: string,
  body: unknown,
  credential: Record<string, string>,
  method = 'POST',
): Promise<Response> {
  const response = await fetch(`${floorwalk.address}/api/v1/${path}`, {
    method,
    headers: {
      'content-type': path === 'events' ? 'application/cloudevents-batch+json' : 'application/json',
      ...credential,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}

async function send(batch: readonly Pick<NewEvent, 'id' | 'type' | 'time' | 'data'>[]): Promise<void> {
  for (let start = 0; start < batch.length; start += 1_000) {
    const part = batch.slice(start, start + 1_000).map(({ id, type, time, data }) => ({
      specversion: '1.0',
      source: 'demo',
      id,
      type,
      time: new Date(time).toISOString(),
      data,
    }));
    // oxlint-disable-next-line no-await-in-loop -- in order
    const answered = await post('events', part, { authorization: `Bearer ${floorwalk.token}` });
    // oxlint-disable-next-line no-await-in-loop -- an answer nobody reads keeps its connection
    await answered.arrayBuffer();
  }
}

let sentUntil = -Infinity;
let clock = { base: at('12:55'), at: 0, rate: 0 };
const siteNow = () => clock.base + (Date.now() - clock.at) * clock.rate;

async function setClock(base: number, rate: number): Promise<void> {
  clock = { base, at: Date.now(), rate };
  await send([
    {
      id: `clock-${base}-${rate}`,
      type: 'site.clock-set',
      time: base,
      data: { clock: { kind: 'paced', ...clock } },
    } as NewEvent,
  ]);
}

async function tellUntil(time: number): Promise<void> {
  const due = events.filter((event) => event.time > sentUntil && event.time <= time);
  sentUntil = time;
  await send(due);
}

/** Tells the day as the site's clock goes on, until it is over or nobody wants more. */
async function replay(signal: AbortSignal): Promise<void> {
  while (!signal.aborted && siteNow() < at('20:00')) {
    // oxlint-disable-next-line no-await-in-loop -- the day as it passes
    await tellUntil(siteNow());
    // oxlint-disable-next-line no-await-in-loop
    await pause(100);
  }
}

async function enter(context: BrowserContext, role: string, path: string): Promise<Page> {
  const [name = '', value = ''] = (await signIn(floorwalk.address, role)).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: floorwalk.address }]);
  const page = await context.newPage();
  await page.goto(`${floorwalk.address}/sites/${SITE}/${path}`);
  return page;
}

test('3 February 1999 at speed: reforecasts run, the outage is an exception, a surge is proposed, approved by another, applied, and ended', async ({
  browser,
}) => {
  test.setTimeout(120_000);
  const config = [
    { id: 'site', type: 'site.configured', data: { name: 'Bank', zone: 'Asia/Jerusalem' } },
    { id: 'team', type: 'team.configured', data: { teamId: 'bank', name: 'Bank' } },
    { id: 'queue', type: 'queue.configured', data: { queueId: 'bank', name: 'Bank', teamId: 'bank' } },
    // Who plays the agent plays the first one of the log: one who is at home when the line comes back.
    { id: 'anat', type: 'agent.configured', data: { agentId: 'ANAT', teamId: 'bank', queueIds: ['bank'] } },
  ].map((one) => ({ ...one, time: at('00:00') - 72 * HOUR }) as NewEvent);
  await send(config);
  const agentEvents = events.filter(({ type }) => type === 'agent.configured');
  expect(agentEvents.length).toBeGreaterThan(3);
  await tellUntil(at('12:55'));
  await setClock(at('12:55'), 0);
  const cookie = await signIn(floorwalk.address, 'administrator');
  const credential = { cookie, origin: floorwalk.address };
  await post(
    `sites/${SITE}/surge-policy`,
    {
      ...DEFAULT_SURGE_POLICY,
      answerWithinMs: HOUR / 2,
      maxLastMs: 1.25 * HOUR,
      otherSites: [{ siteId: 'haifa', name: 'Haifa branch', agentCount: 2 }],
    },
    credential,
    'PUT',
  );
  const rows = gunzipSync(readFileSync(arrivals ?? ''))
    .toString()
    .split('\n')
    .filter((row) => /^(date|1999-01)/.test(row));
  await post(
    `sites/${SITE}/history-imports`,
    {
      fileName: 'arrivals.csv',
      text: rows.join('\n'),
      mapping: {
        dateColumn: 0,
        startColumn: 2,
        countColumn: 3,
        handleTimeColumn: null,
        queueColumn: null,
        queueId: 'bank',
        dateOrder: 'year-month-day',
        decimal: 'point',
        hasHeader: true,
      },
    },
    credential,
  );
  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${floorwalk.address}/api/v1/sites/${SITE}/${path}`, { headers: { cookie } });
    return (await response.json()) as T;
  };
  const published = () =>
    ask<{ kind: string; cause: string; boundaryAt: number }[]>('forecasts/published?queue=bank&date=1999-02-03');
  await expect.poll(async () => (await published()).length, { timeout: 30_000 }).toBeGreaterThan(0);

  const lead = await enter(await browser.newContext(), 'supervisor', 'surges');
  const enough = new AbortController();
  await setClock(at('12:55'), RATE);
  const playing = replay(enough.signal);

  // Proposed, with what it would do; the lead asks for what is suggested.
  const proposed = lead
    .getByRole('region', { name: /^Proposed/ })
    .getByRole('listitem')
    .filter({ hasText: 'Bank' });
  await expect(proposed).toContainText(/agents? missing/, { timeout: 40_000 });
  // People take longer to read and click than this clock allows.
  await setClock(siteNow(), 20);
  await proposed.getByRole('button', { name: 'Request the surge of Bank' }).click();
  const dialog = lead.getByRole('dialog', { name: 'Request moves: Bank' });
  const help = dialog.getByRole('checkbox', { name: 'Choose: Help of another site, Haifa branch' });
  if (!(await help.isChecked())) await help.check();
  await dialog.getByRole('checkbox', { name: 'Choose: Comes in, ANAT' }).check();
  await dialog.getByLabel('Note (optional)').fill('The line was dead');
  await dialog.getByRole('button', { name: /^Request \d+ move/ }).click();
  await expect(dialog).toBeHidden();

  // Who asked may not approve; somebody else does.
  const requested = lead.getByRole('region', { name: /^Requested/ }).getByRole('listitem');
  await expect(requested).toContainText('somebody else has to approve');
  await expect(requested.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  const approver = await enter(await browser.newContext(), 'administrator', 'surges');
  const asked = approver.getByRole('region', { name: /^Requested/ }).getByRole('listitem');
  await expect(asked).toContainText('The line was dead');
  await asked.getByRole('button', { name: 'Approve the surge of Bank' }).click();
  await approver.getByRole('button', { name: 'Approve and ask the agents' }).click();

  // An agent at home is asked and comes; the change applies when all have answered or their time is over.
  const agent = await enter(await browser.newContext(), 'agent', 'inbox');
  const offers = agent.getByRole('list', { name: 'Can you help?' });
  await offers.getByRole('button', { name: 'Yes, I can: Bank' }).click({ timeout: 20_000 });
  await expect(offers).toContainText('You said yes.');
  // The others let their time pass.
  await setClock(siteNow(), 150);
  const active = lead.getByRole('region', { name: /^Active/ }).getByRole('listitem');
  await expect(active).toContainText('Bank', { timeout: 30_000 });
  await setClock(siteNow(), 3.2 * RATE);

  await expectAccessible(lead);
  // Its time ends; people are returned, and what came of it stands there.
  const returned = lead.getByRole('region', { name: /^Returned/ }).getByRole('listitem');
  await expect(returned).toContainText(/Service level .* before, .* during, .* after/, { timeout: 40_000 });
  enough.abort();
  await playing;
  await setClock(siteNow(), 0);
  const [surge] = (await ask<Surge[]>('surges')).filter(({ effect }) => effect !== null);
  expect(surge).toMatchObject({ state: 'ended', queueId: 'bank' });
  expect(surge?.moves.filter(({ outcome }) => outcome === 'returned').length).toBeGreaterThan(0);

  // Meanwhile the rest of the day was forecast anew, and the outage was noticed for what it was.
  const kinds = await published();
  expect(kinds.filter(({ kind }) => kind === 'intraday').length).toBeGreaterThanOrEqual(4);
  expect((await ask<unknown[]>('investigations')).length).toBeGreaterThan(0);

  await lead.goto(`${floorwalk.address}/sites/${SITE}/accuracy`);
  await lead.getByRole('button', { name: 'Forecasts of a day', exact: true }).click();
  await expect(lead.getByRole('row', { name: /Within the day/ }).first()).toBeVisible();
  await lead.getByRole('button', { name: 'Deviations', exact: true }).click();
  await expect(lead.getByRole('row', { name: /^Bank / }).first()).toBeVisible();

  // What-if stands beside the floor: a slider moves the coming intervals at once, by the keyboard too.
  await lead.goto(`${floorwalk.address}/sites/${SITE}/floor?panel=${encodeURIComponent('what-if:bank')}`);
  const drawer = lead.getByRole('complementary').filter({ hasText: 'What if: Bank' });
  const level = drawer.getByRole('row', { name: /^Service level/ }).getByRole('cell');
  await expect(level.nth(1)).toHaveText(/%/);
  const before = await level.nth(0).innerText();
  await drawer.getByRole('slider', { name: 'Volume' }).focus();
  for (let step = 0; step < 20; step += 1) await lead.keyboard.press('ArrowRight');
  await expect(level.nth(1)).not.toHaveText(before);
  // What self-service ends of a segment is moved, and fewer agents are needed for all together.
  const apart = drawer.getByRole('region', { name: 'Self-service against live agents' });
  const together = apart.getByRole('row', { name: /^Together/ });
  await expect(together).toContainText('0% → 0%');
  await apart.getByRole('slider').first().focus();
  await lead.keyboard.press('End');
  await expect(together).not.toContainText('0% → 0%');
  await expectAccessible(lead);
  await drawer.getByRole('button', { name: 'Reset' }).first().click();
  await expect(drawer.getByRole('slider', { name: 'Volume' })).toHaveAttribute('aria-valuetext', '100%');
  await Promise.all([lead, approver, agent].map((page) => page.context().close()));
});
