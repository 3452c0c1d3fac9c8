import { createDemoFloor, DEMO_VERSION, type DemoFloor } from '@floorwalk/shared/demo/demo-floor';
import { createDemoHistory } from '@floorwalk/shared/demo/demo-history';
import { createOpenThings, type OpenThings } from '@floorwalk/shared/demo/open-things';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import { siteNow } from '@floorwalk/shared/sites/site-clock';
import { CliError } from '../cli-error.ts';
import { canGoOn, readDemoState, writeDemoState, type DemoState } from './demo-state.ts';
import type { EventSender } from './event-sender.ts';
import { sleep } from './sleep.ts';

export type RunDemoOptions = {
  readonly sender: EventSender;
  readonly source: string;
  readonly seed: number;
  readonly agentCount: number;
  /** Seconds of the floor per second of the wall. At 1 the floor runs on the real clock. */
  readonly speed: number;
  readonly zone: string;
  /** Where the state is kept between runs. */
  readonly statePath: string;
  readonly signal: AbortSignal;
  /** The real clock, epoch ms. */
  readonly now: () => number;
  /** Called after everything of the past was sent, when the floor begins to run. */
  readonly onRunning?: (sentCount: number) => void;
  /** How often the floor speaks, real ms. */
  readonly tickMs?: number;
};

/** A new floor begins so long ago, so that the board is full at once. */
const HISTORY_MS = 2 * 3_600_000;
/** A floor older than this, or asleep for longer, is closed, and a new one opens. */
const MAX_AGE_MS = 24 * 3_600_000;
const MAX_SLEEP_MS = 12 * 3_600_000;
const TICK_MS = 200;
const SAVE_EVERY_MS = 2000;
/** Floor time handed over at once while the past is made up. */
const STEP_MS = 10 * 60_000;

/**
 * Plays the demo floor through the ingest API until told to stop. A floor that was stopped, even killed, goes on where it was: the same
 * seed plays the same floor, so what is sent again is known already.
 */
export async function runDemo(options: RunDemoOptions): Promise<void> {
  const { sender, source, speed, signal, now, statePath } = options;
  const opened = await openFloor(options);
  const { floor, things } = opened;
  let { state } = opened;
  let savedAt = Number.NEGATIVE_INFINITY;
  let sentCount = 0;

  function save(next: Partial<DemoState>): void {
    state = { ...state, ...next, open: things.list() };
    writeDemoState(statePath, state);
    savedAt = now();
  }

  async function advance(to: number): Promise<void> {
    const events = floor.advance(to);
    for (const event of events) things.note(event);
    // Written before it is sent: what a killed run sent and did not note would stay open for ever.
    if (now() - savedAt >= SAVE_EVERY_MS || to - state.sentUntil >= STEP_MS) save({ sentUntil: state.sentUntil });
    const sent = await sender.send(events);
    sentCount += sent.acceptedCount;
    const [refused] = sent.refused;
    if (refused !== undefined) {
      throw new CliError(`the server refuses what the demo floor says: ${refused.event.type}, ${refused.message}`);
    }
    state = { ...state, sentUntil: to };
  }

  async function setClock(clock: SiteClock): Promise<void> {
    const at = now();
    const time = clock.kind === 'paced' ? clock.base : at;
    await sender.send([{ id: `clock-${at}`, source, type: 'site.clock-set', time, data: { clock } }]);
    save({ isPaced: clock.kind === 'paced' });
  }

  const begin = Math.max(now(), state.sentUntil);
  while (!signal.aborted && state.sentUntil < begin) {
    // oxlint-disable-next-line no-await-in-loop -- time goes forward
    await advance(Math.min(begin, state.sentUntil + STEP_MS));
  }
  if (signal.aborted) return;
  // After the floor has said which zone it is in, so that its days are days of that zone.
  await sender.send(createDemoHistory({ before: begin, zone: options.zone, source, agentCount: options.agentCount }));
  const isReal = speed === 1 && begin <= now();
  const clock: SiteClock = isReal ? { kind: 'real' } : { kind: 'paced', base: begin, at: now(), rate: speed };
  if (!isReal || state.isPaced) await setClock(clock);
  options.onRunning?.(sentCount);

  try {
    while (!signal.aborted) {
      // oxlint-disable-next-line no-await-in-loop -- time goes forward
      await advance(Math.max(state.sentUntil, Math.floor(siteNow(clock, now(), 0))));
      // oxlint-disable-next-line no-await-in-loop -- as above
      await sleep(options.tickMs ?? TICK_MS, signal);
    }
    if (clock.kind === 'paced') await setClock({ kind: 'paced', base: state.sentUntil, at: now(), rate: 0 });
  } finally {
    save({});
  }
}

/** The floor of an earlier run, brought to where it stopped, or a new one after the old one was closed. */
async function openFloor(options: RunDemoOptions): Promise<{ floor: DemoFloor; things: OpenThings; state: DemoState }> {
  const { seed, agentCount, zone, source, sender, now } = options;
  const kept = readDemoState(options.statePath);
  let begins = now() - HISTORY_MS;
  if (kept !== undefined) {
    const isFresh = kept.sentUntil - kept.startAt < MAX_AGE_MS && now() - kept.sentUntil < MAX_SLEEP_MS;
    if (isFresh && canGoOn(kept, { seed, agentCount, zone })) {
      const floor = createDemoFloor({ seed, agentCount, zone, source, startAt: kept.startAt });
      const past = floor.advance(kept.sentUntil);
      // The first event tells whether this log is the one the floor was played into.
      const sent = await sender.send(past.slice(0, 1));
      if (sent.duplicateCount === 1) {
        const things = createOpenThings();
        for (const event of past) things.note(event);
        return { floor, things, state: kept };
      }
    } else {
      begins = Math.max(begins, kept.sentUntil + 2);
      await closeOld(sender, source, kept);
    }
  }
  const floor = createDemoFloor({ seed, agentCount, zone, source, startAt: begins });
  const things = createOpenThings();
  const isPaced = kept?.isPaced ?? false;
  const state: DemoState = {
    version: DEMO_VERSION,
    seed,
    agentCount,
    zone,
    startAt: begins,
    sentUntil: begins - 1,
    isPaced,
    open: things.list(),
  };
  return { floor, things, state };
}

/** Ends what the old floor left open, so that nothing of it waits on the board for ever. */
async function closeOld(sender: EventSender, source: string, kept: DemoState): Promise<void> {
  const closing: NewEvent[] = createOpenThings(kept.open).closing(source, kept.sentUntil + 1);
  await sender.send(closing);
}
