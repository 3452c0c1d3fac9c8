import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test, type Page } from '@playwright/test';
import { transferFile } from '@floorwalk/server/cli/files/transfer-file';
import { readCell } from '@floorwalk/shared/floor/cell';
import type { LiveAnswer } from '@floorwalk/shared/api/history';
import { startFloorwalk, type RunningFloorwalk } from '../kit/running-floorwalk.ts';
import { sharedMaterial } from '../kit/shared-material.ts';
import { signIn } from './wall-floor.ts';

const day = sharedMaterial('data/anonymous-bank/day-1999-02-03.txt.gz');
const SITE = 'bank';
const MOMENT = '1999-02-03T13:10:00+02:00';

let floorwalk: RunningFloorwalk;
test.skip(day === undefined, 'the file of 3 February is not beside the project');
test.beforeAll(async () => {
  floorwalk = await startFloorwalk();
});
test.afterAll(() => floorwalk?.stop());

/** Seconds from midnight of `h:mm:ss`. */
function seconds(text: string): number {
  const [hours = 0, minutes = 0, rest = 0] = text.split(':').map(Number);
  return hours * 3600 + minutes * 60 + rest;
}

/** What the file's own rows say had happened by a moment of the day; nothing of ours computes it. */
function countBy(moment: number): {
  offered: number;
  answered: number;
  abandoned: number;
  within20: number;
  beforeQueue: number;
} {
  const rows = gunzipSync(readFileSync(day ?? ''))
    .toString()
    .trim()
    .split(/\r?\n/)
    .slice(1);
  const counts = { offered: 0, answered: 0, abandoned: 0, within20: 0, beforeQueue: 0 };
  for (const row of rows) {
    const cells = row.split('\t');
    const at = (index: number): number => seconds(cells[index] ?? '');
    const outcome = cells[12];
    const waitSeconds = Number(cells[11]);
    const queued = at(9) !== 0 || at(10) !== 0 || waitSeconds !== 0;
    if (outcome === 'PHANTOM') continue;
    if (!queued && outcome === 'HANG') {
      if (at(7) <= moment) counts.beforeQueue += 1;
      continue;
    }
    const offeredAt = queued ? at(9) : at(7);
    const leftAt = queued ? at(10) : at(7);
    if (offeredAt > moment) continue;
    counts.offered += 1;
    if (leftAt > moment) continue;
    if (outcome === 'AGENT') counts.answered += 1;
    else counts.abandoned += 1;
    if (outcome === 'AGENT' && waitSeconds <= 20) counts.within20 += 1;
  }
  return counts;
}

/** The number of the first tile, contacts waiting now. */
async function waitingShown(page: Page): Promise<number> {
  const tile = page.locator('.kpi-strip').getByRole('button', { name: /^Waiting/ });
  return Number(/(\d+)/.exec(await tile.first().innerText())?.[1] ?? Number.NaN);
}

test('3 February lived through at speed: the queue builds, the outage shows, and 13:10 reads what the file says', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  const [name = '', value = ''] = (await signIn(floorwalk.address, 'supervisor')).split(/=(.*)/s);
  await context.addCookies([{ name, value, url: floorwalk.address }]);

  const enough = new AbortController();
  // From 12:40 on at 300 times real time: the outage begins two seconds in and the pile-up after it peaks at 13:27.
  const replay = transferFile(day ?? '', {
    format: 'anonymous-bank',
    speed: 300,
    site: SITE,
    at: '1999-02-03T12:40:00',
    url: floorwalk.address,
    home: floorwalk.config.home,
    signal: enough.signal,
    terminal: { isTTY: false, write: () => undefined },
  });
  await expect
    .poll(async () => (await context.request.get(`${floorwalk.address}/api/v1/sites/${SITE}/live`)).status(), {
      timeout: 20_000,
    })
    .toBe(200);
  await page.goto(`${floorwalk.address}/sites/${SITE}/floor`);

  // Nobody is on a contact while the line is dead, and afterwards the queue builds to double figures.
  await expect(page.getByRole('main')).toContainText('Regular', { timeout: 20_000 });
  await expect(page.getByRole('main')).toContainText(/On contact: 0(?!\d)/, { timeout: 20_000 });
  await expect.poll(() => waitingShown(page), { timeout: 30_000, intervals: [50] }).toBeGreaterThanOrEqual(10);

  enough.abort();
  await replay;
  // Back to the middle of the outage.
  await page.goto(`${floorwalk.address}/sites/${SITE}/floor?at=${encodeURIComponent(MOMENT)}`);
  const truth = countBy(seconds('13:10:00'));
  const settled = truth.answered + truth.abandoned;
  await expect(page.getByRole('main')).toContainText(/On contact: 0(?!\d)/);
  await expect.poll(() => waitingShown(page)).toBe(0);

  const url = `${floorwalk.address}/api/v1/sites/${SITE}/live?at=${encodeURIComponent(MOMENT)}&windows=today`;
  const live = (await (await context.request.get(url)).json()) as LiveAnswer;
  const site = live.tables.sites?.[0];
  expect(site).toMatchObject({ waitingCount: 0, inServiceCount: 0, agentsServingCount: 0 });
  const today = readCell(site?.windows.today);
  expect({
    offered: today.offeredCount,
    answered: today.answeredCount,
    abandoned: today.abandonedCount,
    within20: today.answeredWithinCount,
    beforeQueue: today.endedBeforeQueueCount,
  }).toEqual(truth);
  // The same evidence stands on the glass: the service level of today with its n, short abandons left out.
  const n = (settled - today.shortAbandonedCount).toLocaleString('en-GB');
  await expect(page.getByRole('main')).toContainText(new RegExp(`today[^\\n]*\\n?[^\\n]*n\\s*${n}`));
});
