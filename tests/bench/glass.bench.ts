import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import type { BenchFigure } from './bench-figure.ts';
import { startBenchServer, type BenchServer } from './bench-server.ts';
import { launchBrowser } from './launch-browser.ts';
import { fill, percentile, post, round, send, watchFloor } from './live-load.ts';

/** Fifty in all: one looks through a real browser. */
const OTHER_VIEWERS = 49;
const TIMES = { warmUpSeconds: 4, seconds: 10 };
const PROBE_EVERY_MS = 170;
const OPEN_LIMIT_MS = 60_000;

/**
 * From an event's acknowledgement to the changed number in the page of one of fifty viewers, at a thousand events a second: the whole way. A queue of its own
 * gets one contact after the other; a mutation observer in the page notes when its drill-down shows each new count. Page and sender read the same clock.
 * The baseline is the median time a bare request to the same server takes beside it.
 */
export async function figures(): Promise<BenchFigure[]> {
  const server = await startBenchServer();
  let browser: Browser | undefined;
  try {
    await fill(server);
    await probe(server, 0);
    browser = await launchBrowser();
    const page = await openFloor(browser, server);
    const watching = await watchFloor(server, OTHER_VIEWERS, TIMES, () => undefined);
    const [{ bareMs }, acknowledgedAt] = await Promise.all([send(server, TIMES), probeAll(server)]);
    await pause(1_000);
    const shownAt = new Map(await page.evaluate(() => globalThis.shownAt ?? []));
    await watching.over;
    const latencies = [...acknowledgedAt].flatMap(([count, at]) => {
      // A count that was never painted by itself was overtaken by the next, which shows it too.
      const shown = [...shownAt].filter(([one]) => one >= count).map(([, moment]) => moment);
      return shown.length === 0 ? [] : [Math.max(0, Math.min(...shown) - at)];
    });
    const bare = percentile(bareMs, 0.5);
    const common = { unit: 'ms', baseline: round(bare), baselineName: 'median of a bare request beside it' };
    return [
      {
        ...common,
        name: 'glass.acknowledged-to-dom-p50',
        value: round(percentile(latencies, 0.5)),
        goal: '<= 150',
        met: percentile(latencies, 0.5) <= 150,
      },
      {
        ...common,
        name: 'glass.acknowledged-to-dom-p99',
        value: round(percentile(latencies, 0.99)),
        goal: '<= 400',
        met: percentile(latencies, 0.99) <= 400,
      },
      { name: 'glass.probes-shown', value: latencies.length, unit: `of ${acknowledgedAt.size}` },
    ];
  } finally {
    await browser?.close();
    await server.stop();
  }
}

declare global {
  /** Each count the page has shown of the probed queue, with the first moment it did, epoch ms. */
  var shownAt: [number, number][] | undefined;
}

/** The floor of a supervisor, with the probed queue's row watched. */
async function openFloor(browser: Browser, server: BenchServer): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 2000 } });
  await page.request.post(`${server.address}/api/v1/demo-session`, {
    data: { role: 'supervisor' },
    headers: { origin: server.address },
  });
  await page.goto(`${server.address}/sites/demo/floor`);
  const row = page.getByRole('row').filter({ hasText: PROBED });
  await row.first().waitFor({ timeout: OPEN_LIMIT_MS });
  await row.first().evaluate((element) => {
    const shown: [number, number][] = [];
    globalThis.shownAt = shown;
    const note = () => {
      const cell = element.querySelectorAll('[role="gridcell"]')[1];
      const count = Number(cell?.textContent?.trim());
      if (Number.isInteger(count) && count > (shown.at(-1)?.[0] ?? -1)) shown.push([count, Date.now()]);
    };
    new MutationObserver(note).observe(element, { subtree: true, childList: true, characterData: true });
    note();
  });
  return page;
}

const PROBED = 'probed-queue';

async function probe(server: BenchServer, count: number): Promise<void> {
  await post(server, [
    {
      specversion: '1.0',
      id: `probe-${count}`,
      source: 'demo',
      type: 'contact.queued',
      time: new Date().toISOString(),
      data: { contactId: `probe-${count}`, queueId: PROBED },
    },
  ]);
}

/** One contact after the other, each acknowledged before the next; when each was, by how many then wait. */
async function probeAll(server: BenchServer): Promise<ReadonlyMap<number, number>> {
  await pause(TIMES.warmUpSeconds * 1_000);
  const acknowledgedAt = new Map<number, number>();
  const until = Date.now() + TIMES.seconds * 1_000;
  for (let count = 1; Date.now() < until; count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, at the rate
    await probe(server, count);
    acknowledgedAt.set(count + 1, Date.now());
    // oxlint-disable-next-line no-await-in-loop
    await pause(PROBE_EVERY_MS);
  }
  return acknowledgedAt;
}
