import { chromium, type CDPSession, type Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '@floorwalk/server/config';
import type { Board, Tile } from '@floorwalk/shared/api/settings';
import type { BenchFigure } from './bench-figure.ts';
import { startBenchServer, type BenchServer } from './bench-server.ts';

const SLOWER = 4;
const WARM_UP_MS = 4000;
const MEASURED_MS = 8000;
const EVENTS_PER_SECOND = 40;

/**
 * A wallboard of six tiles with sparklines on a live floor, on a processor four times slower than this one: main-thread CPU time and long tasks after
 * loading. The baseline is an empty page with a one-second timer, which is what any page that ticks costs here.
 */
export async function figures(): Promise<BenchFigure[]> {
  // By its place in the tree: the built form of this file lies elsewhere, that one is not built.
  const browserFile = pathToFileURL(join(projectRoot, 'tests', 'kit', 'browser.mjs')).href;
  const { findChromium } = (await import(browserFile)) as typeof import('../kit/browser.mjs');
  const executablePath = await findChromium(process.env['CHROMIUM']);
  if (executablePath === undefined)
    throw new Error('no Chromium was found: install one, or set CHROMIUM to its program');
  const server = await startBenchServer();
  const browser = await chromium.launch({ executablePath, args: ['--disable-dev-shm-usage'] });
  let sending = true;
  const floor = keepBusy(server, () => sending);
  try {
    const cookie = await signIn(server);
    const board = await makeBoard(server, cookie);
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const [name = '', value = ''] = cookie.split(/=(.*)/s);
    await context.addCookies([{ name, value, url: server.address }]);
    const page = await context.newPage();
    const idle = await measure(page, 'data:text/html,<p></p><script>setInterval(()=>{},1000)</script>');
    const shown = await measure(page, `${server.address}/w/${board.id}`, '.tile-value');
    return [
      {
        name: 'tv.main-thread-share',
        value: shown.share,
        unit: 'share of one core, 4 times slower',
        baseline: idle.share,
        baselineName: 'an empty page with a one-second timer',
        goal: '<= 0.05',
        met: shown.share <= 0.05,
      },
      {
        name: 'tv.long-tasks',
        value: shown.longTasks,
        unit: 'after loading, in 8 s',
        goal: '0',
        met: shown.longTasks === 0,
      },
    ];
  } finally {
    sending = false;
    await floor;
    await browser.close();
    await server.stop();
  }
}

async function measure(
  page: Page,
  address: string,
  selector?: string,
): Promise<{ readonly share: number; readonly longTasks: number }> {
  await page.goto(address);
  if (selector !== undefined) await page.locator(selector).first().waitFor();
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await pause(WARM_UP_MS);
  await page.evaluate(() => {
    const seen = { count: 0 };
    Object.assign(window, { longTasks: seen });
    new PerformanceObserver((list) => (seen.count += list.getEntries().length)).observe({ entryTypes: ['longtask'] });
  });
  const before = await taskSeconds(session);
  const startedAt = performance.now();
  await pause(MEASURED_MS);
  const elapsed = (performance.now() - startedAt) / 1000;
  const spent = (await taskSeconds(session)) - before;
  const longTasks = await page.evaluate(() => (window as unknown as { longTasks: { count: number } }).longTasks.count);
  await session.detach();
  return { share: Math.round((spent / elapsed) * 10_000) / 10_000, longTasks };
}

/** CPU seconds that tasks of the page's main thread took so far. */
async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

/** Contacts that come, are answered and end, so that every tile has something new each second. */
async function keepBusy(server: BenchServer, goOn: () => boolean): Promise<void> {
  let contact = 0;
  while (goOn()) {
    const lines: string[] = [];
    for (let count = 0; count < EVENTS_PER_SECOND / 4; count += 2) {
      contact += 1;
      const answered = contact - 20;
      lines.push(event('contact.queued', { contactId: `c${contact}`, queueId: `queue-${contact % 5}` }));
      if (answered > 0)
        lines.push(event('contact.answered', { contactId: `c${answered}`, agentId: `agent-${contact % 9}` }));
    }
    // oxlint-disable-next-line no-await-in-loop -- one request after the other, as a source sends
    await fetch(`${server.address}/api/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/x-ndjson' },
      body: lines.join('\n'),
    });
    // oxlint-disable-next-line no-await-in-loop -- four times a second
    await pause(250);
  }

  function event(type: string, data: Record<string, unknown>): string {
    const id = `${type}-${String(data['contactId'])}`;
    return JSON.stringify({ specversion: '1.0', id, source: 'demo', type, time: new Date().toISOString(), data });
  }
}

async function signIn(server: BenchServer): Promise<string> {
  const response = await fetch(`${server.address}/api/v1/demo-session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role: 'supervisor' }),
  });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

async function makeBoard(server: BenchServer, cookie: string): Promise<Board> {
  const subject = { table: 'sites' } as const;
  const metrics = [
    { metric: 'waiting', warning: 10, critical: 30 },
    { metric: 'service-level', window: 'last30m', target: 0.8 },
    { metric: 'longest-wait', warning: 60_000, critical: 180_000 },
    { metric: 'abandon-rate', window: 'today', target: 0.05 },
    { metric: 'offered', window: 'last5m', target: 100 },
    { metric: 'average-speed-of-answer', window: 'last30m', target: 20_000 },
  ];
  const tiles: Tile[] = metrics.map((one, index) => ({
    id: one.metric,
    kind: 'trend',
    subject,
    ...one,
    x: (index % 3) * 4,
    y: index < 3 ? 0 : 6,
    width: 4,
    height: 6,
  }));
  const board = {
    siteId: 'demo',
    teamId: null,
    name: 'Bench',
    pages: [{ id: 'p', title: '', tiles }],
    rotateSeconds: 20,
    theme: 'dark',
    screenInches: 55,
    viewingDistanceMetres: 5,
  };
  const response = await fetch(`${server.address}/api/v1/boards`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify(board),
  });
  if (!response.ok) throw new Error(`the board was answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Board;
}
