import { createLiveState, type LiveState } from '@floorwalk/shared/live/live-state';
import { realTimeOf } from '@floorwalk/shared/sites/site-clock';
import type { SiteClock } from '@floorwalk/shared/sites/events';
import type { EventLog } from '../log/event-log.ts';
import { foldBatch } from './fold-batch.ts';
import type { SnapshotStore } from './snapshot-store.ts';

/**
 * Which past is meant. `known`: what is known now about that moment, late events and imports included. `shown`: what the board showed at
 * that moment, from the events recorded by then.
 */
export type PastView = 'known' | 'shown';

/** `at` is epoch ms of the site's clock. */
export type StateQuestion = { readonly at: number; readonly view: PastView };

/** A state of the past and the moment to read its rows at. The state is the caller's own, to fold on as it likes. */
export type StateAnswer = { readonly state: LiveState; readonly asOf: number };

export type StateAt = (siteId: string, question: StateQuestion) => Promise<StateAnswer>;

/** States of the past: from the nearest snapshot, then through the same fold (decisions D3 and D4). */
export function createStateAt(options: { log: EventLog; snapshots: SnapshotStore }): StateAt {
  const { log, snapshots } = options;
  return async (siteId, { at, view }) => {
    if (view === 'shown') {
      const position = await shownPosition(log, siteId, at);
      const state = (await snapshots.load(siteId, { position })) ?? createLiveState(siteId);
      await foldOn(log, siteId, state, { to: position });
      return { state, asOf: at };
    }
    // In such a snapshot every event had happened by then; later positions may hold events from before it too, so all of them are looked through.
    const state = (await snapshots.load(siteId, { latestEventAt: at })) ?? createLiveState(siteId);
    await foldOn(log, siteId, state, { untilTime: at });
    if (state.floor.tooLateCount === 0) return { state, asOf: at };
    // Something came too late for the board, an import of an older day perhaps. What is known now knows it, so it is all folded in order of time.
    return { state: await foldByTime(log, siteId, at), asOf: at };
  };
}

const READ_EVENTS = 5_000;

/** The state of everything that happened up to `at`, in the order in which it happened. */
async function foldByTime(log: EventLog, siteId: string, at: number): Promise<LiveState> {
  const state = createLiveState(siteId);
  let after = { time: Number.MIN_SAFE_INTEGER, position: 0 };
  let position = 0;
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- each read begins where the one before ended
    const events = await log.readByTime(siteId, after, READ_EVENTS);
    const due = events.filter((event) => event.time <= at);
    foldBatch(state, due);
    position = Math.max(position, ...due.map((event) => event.position));
    const last = events.at(-1);
    if (last === undefined || due.length < events.length) break;
    after = { time: last.time, position: last.position };
  }
  // Positions went back and forth; a mark says how far the log was read.
  state.position = position;
  return state;
}

async function foldOn(
  log: EventLog,
  siteId: string,
  state: LiveState,
  bound: { to?: number; untilTime?: number },
): Promise<void> {
  for await (const events of log.read(siteId, { from: state.position + 1, ...bound })) foldBatch(state, events);
}

/**
 * The last position that the board had folded when the site's clock showed `at`; 0 when it had none. A clock can be set again and again, so the
 * stretches between two settings are looked at from the newest back: where a clock showed this moment twice, the later showing counts.
 */
export async function shownPosition(log: EventLog, siteId: string, at: number): Promise<number> {
  const head = await log.head(siteId);
  const settings = await log.clockEvents(siteId);
  const stretches: { first: number; clock: SiteClock }[] = [
    { first: 1, clock: { kind: 'real' } },
    ...settings.map((event) => ({ first: event.position, clock: event.data.clock })),
  ];
  let last = head.position;
  for (const { first, clock } of stretches.toReversed()) {
    // oxlint-disable-next-line no-await-in-loop -- most answers are in the newest stretch
    const position = last < first ? null : await shownWithin(log, siteId, at, { first, last, clock });
    if (position !== null) return position;
    last = Math.min(last, first - 1);
  }
  return 0;
}

async function shownWithin(
  log: EventLog,
  siteId: string,
  at: number,
  { first, last, clock }: { first: number; last: number; clock: SiteClock },
): Promise<number | null> {
  if (clock.kind === 'log') {
    // Such a clock shows the newest fact: at first one from before it was set, and it never goes back.
    if ((await log.firstFactAfter(siteId, at, 1, first - 1)) !== null) return null;
    const later = await log.firstFactAfter(siteId, at, first, last);
    return later === null ? last : later - 1;
  }
  const realTime = realTimeOf(clock, at);
  // A paced clock at rate 0 stands still at its base for the whole stretch.
  if (realTime === undefined) return clock.kind === 'paced' && at >= clock.base ? last : null;
  const position = Math.min(last, await log.lastRecordedBy(siteId, realTime));
  return position >= first ? position : null;
}
