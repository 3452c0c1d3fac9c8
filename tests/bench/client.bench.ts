import { execFile } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { projectRoot } from '@floorwalk/server/config';
import type { BenchFigure } from './bench-figure.ts';
import { launchBrowser } from './launch-browser.ts';

/**
 * 500 queues of twelve numbers and 3,000 agents of four: 18,000 numbers, of which so many change with each delta. Beside them stand the
 * severity, the name and the line of the last hour of each queue, and the strip of the whole floor.
 */
const COLUMNS =
  'trend,waiting,longest-wait,service-level,abandon-rate,wait-estimate,agents,average-speed-of-answer,average-handle-time,' +
  'offered,answered,abandoned,occupancy';
const FLOOR = `queues=500&agents=3000&bots=4&teams=5&go=${encodeURIComponent(`/sites/riverside/floor?columns=${COLUMNS}`)}`;
const ONE_PERCENT = 180;
const TEN_PERCENT = 1_800;
const WARM_UP_MS = 3_000;

type Load = {
  readonly cells: number;
  readonly rate: number;
  readonly slower?: number;
  readonly frequency?: 'live' | '250ms';
  readonly seconds: number;
};

type Measured = {
  readonly cpuMsPerUpdate: number;
  readonly share: number;
  readonly longTasks: number;
  readonly droppedShare: number;
  readonly clickP98Ms: number;
  readonly glassP95Ms: number;
  readonly heapGrowthMb: number;
  readonly nodes: number;
};

/**
 * What the desk costs a browser, on a floor made up in the page: CPU time of the main thread, which is sound on a busy machine; long tasks,
 * frames and clicks are wall-clock and only ever upper bounds. The baseline of CPU figures is an empty page that does the same probing.
 */
export async function figures(options: { readonly quick?: boolean } = {}): Promise<BenchFigure[]> {
  const seconds = options.quick === true ? 5 : 20;
  const directory = mkdtempSync(join(tmpdir(), 'floorwalk-client-bench-'));
  let server: Server | undefined;
  let browser: Browser | undefined;
  try {
    await buildInto(directory);
    server = await serve(directory);
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
    const idle = await measureIdle(browser, seconds / 2);
    const usual = await measure(browser, address, { cells: ONE_PERCENT, rate: 10, seconds });
    const stress = await measure(browser, address, { cells: TEN_PERCENT, rate: 10, seconds: seconds / 2 });
    const doubled = await measure(browser, address, {
      cells: TEN_PERCENT,
      rate: 20,
      frequency: '250ms',
      seconds: seconds / 2,
    });
    const slow = await measure(browser, address, { cells: ONE_PERCENT, rate: 10, slower: 4, seconds: seconds / 2 });
    const calm = await measure(browser, address, {
      cells: ONE_PERCENT,
      rate: 10,
      frequency: '250ms',
      seconds: seconds / 2,
    });
    const snapshotMs = await measureSnapshot(browser, address);
    const redrawMs = await measureCharts(browser, address);
    const idleMs = idle * 100;
    const baseline = { baseline: idleMs, baselineName: 'an empty page with the same probes, per 100 ms' };
    return [
      figure('client.p1-cpu-per-update', usual.cpuMsPerUpdate, 'ms', 12, baseline),
      figure('client.p1-core-share', usual.share, 'share of one core', 0.12, {
        baseline: idle,
        baselineName: 'an empty page with the same probes',
      }),
      figure('client.p2-long-tasks', usual.longTasks, `in ${seconds} s`, 0),
      figure('client.p2-dropped-frames', usual.droppedShare, 'share', 0.01),
      figure('client.p2-click-to-paint-p98', usual.clickP98Ms, 'ms', 50),
      figure('client.p3-cpu-per-update', stress.cpuMsPerUpdate, 'ms', 20, baseline),
      figure('client.p4-core-share', doubled.share, 'share of one core', 0.25, {
        baseline: idle,
        baselineName: 'an empty page with the same probes',
      }),
      figure('client.p5-cpu-per-update', slow.cpuMsPerUpdate, 'ms, 4 times slower', 45, baseline),
      figure('client.p5-click-to-paint-p98', slow.clickP98Ms, 'ms, 4 times slower', 100),
      figure('client.p6-heap-growth', usual.heapGrowthMb, `MB in ${seconds} s, after collection`, 1),
      figure('client.p6-dom-nodes', usual.nodes, 'nodes', 3_000),
      figure('client.p7-snapshot-task', snapshotMs, 'ms, longest task, 4 times slower', 100),
      figure('client.p8-charts-redraw', redrawMs, 'ms CPU for 3 charts of 6 × 1,440 points', 16),
      figure('client.p11-to-glass-p95-live', usual.glassP95Ms, 'ms', 150),
      figure('client.p11-to-glass-p95-4hz', calm.glassP95Ms, 'ms', 300),
    ];
  } finally {
    await browser?.close();
    server?.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function figure(
  name: string,
  value: number,
  unit: string,
  goal: number,
  rest: Partial<Pick<BenchFigure, 'baseline' | 'baselineName'>> = {},
): BenchFigure {
  return { name, value: Math.round(value * 1_000) / 1_000, unit, goal: `<= ${goal}`, met: value <= goal, ...rest };
}

async function buildInto(directory: string): Promise<void> {
  const client = join(projectRoot, 'client');
  const arguments_ = [
    'build',
    '--config',
    'vite.measure.config.ts',
    '--outDir',
    directory,
    '--emptyOutDir',
    '--logLevel',
    'error',
  ];
  await promisify(execFile)(process.execPath, [join(client, 'node_modules/vite/bin/vite.js'), ...arguments_], {
    cwd: client,
    env: { ...process.env, NODE_ENV: 'production' },
  });
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The built files; every other address is the page. */
async function serve(directory: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(directory, path);
    const isFile = TYPES[extname(path)] !== undefined && file.startsWith(directory) && existsSync(file);
    response.setHeader('content-type', isFile ? (TYPES[extname(path)] ?? '') : 'text/html');
    createReadStream(isFile ? file : join(directory, 'dev.html')).pipe(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

async function openPage(browser: Browser, address: string, frequency = 'live'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, colorScheme: 'dark' });
  await context.addInitScript((chosen) => {
    const state = { theme: 'dark', locale: 'en', frequency: chosen, letterKeys: true };
    localStorage.setItem('floorwalk.preferences', JSON.stringify({ state, version: 1 }));
  }, frequency);
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** What probing alone costs: the share of a core that an empty page takes with the same observers and frames. */
async function measureIdle(browser: Browser, seconds: number): Promise<number> {
  const page = await openPage(browser, 'data:text/html,<button>x</button>').catch(() => browser.newPage());
  const session = await watch(page, 1);
  const before = await taskSeconds(session);
  await pause(seconds * 1_000);
  const share = ((await taskSeconds(session)) - before) / seconds;
  await page.context().close();
  return share;
}

async function measure(browser: Browser, address: string, load: Load): Promise<Measured> {
  const page = await openPage(
    browser,
    `${address}/dev.html?${FLOOR}&cells=${load.cells}&rate=${load.rate}`,
    load.frequency,
  );
  await page.locator('[role=grid][aria-label=Queues] [data-row]').first().waitFor();
  const session = await watch(page, load.slower ?? 1);
  await pause(WARM_UP_MS);
  const heapBefore = await heapMb(session);
  await page.evaluate(() => Object.assign(window, { probes: { longTasks: 0, frames: 0, dropped: 0, clicks: [] } }));
  const countOf = () =>
    page.evaluate(
      () => (window as unknown as { floorwalk: { transport: { deltaCount: number } } }).floorwalk.transport.deltaCount,
    );
  const glassBefore = await page.evaluate(
    () => (window as unknown as { floorwalk: { glassMs: number[] } }).floorwalk.glassMs.length,
  );
  const deltasBefore = await countOf();
  const cpuBefore = await taskSeconds(session);
  const startedAt = performance.now();
  // A real click now and then: what a person would feel.
  while (performance.now() - startedAt < load.seconds * 1_000) {
    // oxlint-disable-next-line no-await-in-loop -- one click after the other
    await page.mouse.click(1_560, 160 + Math.round(Math.random() * 4));
    // oxlint-disable-next-line no-await-in-loop -- as a person would
    await pause(900);
  }
  const elapsed = (performance.now() - startedAt) / 1_000;
  const cpu = (await taskSeconds(session)) - cpuBefore;
  const deltas = (await countOf()) - deltasBefore;
  const seen = await page.evaluate((from) => {
    const given = window as unknown as { probes: Probes; floorwalk: { glassMs: number[] } };
    return {
      ...given.probes,
      glass: given.floorwalk.glassMs.slice(from),
      nodes: document.getElementsByTagName('*').length,
    };
  }, glassBefore);
  const heapAfter = await heapMb(session);
  await page.context().close();
  return {
    cpuMsPerUpdate: (cpu * 1_000) / Math.max(1, deltas),
    share: cpu / elapsed,
    longTasks: seen.longTasks,
    droppedShare: seen.dropped / Math.max(1, seen.frames + seen.dropped),
    clickP98Ms: percentile(seen.clicks, 0.98),
    glassP95Ms: percentile(seen.glass, 0.95),
    heapGrowthMb: heapAfter - heapBefore,
    nodes: seen.nodes,
  };
}

/** The longest task while 3,500 rows arrive anew on a machine four times slower. */
async function measureSnapshot(browser: Browser, address: string): Promise<number> {
  const page = await openPage(browser, `${address}/dev.html?${FLOOR}&cells=0&rate=0`);
  await page.locator('[role=grid][aria-label=Queues] [data-row]').first().waitFor();
  await watch(page, 4);
  await pause(WARM_UP_MS);
  const longest = await page.evaluate(async () => {
    let found = 0;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) found = Math.max(found, entry.duration);
    });
    const { transport } = (window as unknown as { floorwalk: { transport: { resend: () => void } } }).floorwalk;
    for (let round = 0; round < 3; round++) {
      transport.resend();
      // Making it up is done here; taking it in comes 200 ms later.
      await new Promise((done) => setTimeout(done, 100));
      observer.observe({ entryTypes: ['longtask'] });
      await new Promise((done) => setTimeout(done, 1_500));
      observer.disconnect();
    }
    return found;
  });
  await page.context().close();
  return longest;
}

/** CPU time of drawing all charts anew with other data. */
async function measureCharts(browser: Browser, address: string): Promise<number> {
  const page = await openPage(browser, `${address}/dev.html?charts=1&rate=0`);
  await page.locator('figure svg path').first().waitFor();
  const session = await watch(page, 1);
  await pause(1_000);
  const rounds = 10;
  const idleFor = async () => {
    const from = await taskSeconds(session);
    await pause(rounds * 400);
    return (await taskSeconds(session)) - from;
  };
  const idleBefore = await idleFor();
  const before = await taskSeconds(session);
  for (let round = 0; round < rounds; round++) {
    // oxlint-disable-next-line no-await-in-loop -- one redraw after the other
    await page.evaluate(() => (window as unknown as { redraw: () => void }).redraw());
    // oxlint-disable-next-line no-await-in-loop -- each in a frame of its own
    await pause(400);
  }
  const spent = (await taskSeconds(session)) - before;
  // What the page still had to do after loading is no part of drawing.
  const idle = Math.min(idleBefore, await idleFor());
  await page.context().close();
  return (Math.max(0, spent - idle) * 1_000) / rounds;
}

type Probes = { longTasks: number; frames: number; dropped: number; clicks: number[] };

/** Slows the page down and puts the probes in. */
async function watch(page: Page, slower: number): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  if (slower > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  await session.send('HeapProfiler.enable');
  await page.evaluate(() => {
    const given = window as unknown as { probes: Probes };
    given.probes = { longTasks: 0, frames: 0, dropped: 0, clicks: [] };
    new PerformanceObserver((list) => (given.probes.longTasks += list.getEntries().length)).observe({
      entryTypes: ['longtask'],
    });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (entry.name === 'click') given.probes.clicks.push(entry.duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
    let last = performance.now();
    const frame = (now: number): void => {
      given.probes.frames++;
      given.probes.dropped += Math.max(0, Math.round((now - last) / (1_000 / 60)) - 1);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  return session;
}

/** CPU seconds that tasks of the page's main thread took so far. */
async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
}

async function heapMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1_048_576;
}

/** Nearest rank; 0 where nothing was measured (clicks quicker than one frame are not reported). */
function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
