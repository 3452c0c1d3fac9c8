import { randomUUID } from 'node:crypto';
import type { DecidedBy } from '@floorwalk/shared/alerts/events';
import type { NewEvent } from '@floorwalk/shared/kit/logged-event';
import { applyMoves, returnMoves } from '@floorwalk/shared/surge-plan/apply-moves';
import { decideSurge, type SurgeCommand, type SurgeDecision } from '@floorwalk/shared/surge/decide-surge';
import type { Surge } from '@floorwalk/shared/surge/surge';
import type { LiveState } from '@floorwalk/shared/live/live-state';
import { ringAt } from '../../jobs/due-sweep.ts';
import { siteTime } from '../../live/site-time.ts';
import { appendWith } from '../../log/append-with.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import { decideOnSites } from '../../log/decide-on-site.ts';
import type { JobServices } from '../../roles/services.ts';
import type { Transaction } from '../../db/database.ts';
import { advanceSurgeJob } from './jobs/advance-surge.job.ts';
import { otherSitesOf, tellSites, type OtherSites } from './ask-sites.ts';
import { noticesOf } from './notices.ts';
import { standingIn } from './standing-in.ts';
import { findSurge, FLOORWALK, movedEvent, ofSurge, policyOf, rowOf } from './surge-store.ts';
import { surge as surgeTable } from './tables.ts';

export type Moved = {
  readonly decision: SurgeDecision;
  readonly surge: Surge;
  readonly position: number;
  readonly time: number;
};

/**
 * Carries out what somebody (or the clock) asks of a surge: its row, the log entry, what it changes on the floor and in schedules, and the notices, in
 * one transaction; then rings for what is due next. `undefined`: there is no such surge. `also` runs in the transaction where it was carried out.
 */
export async function moveSurge(
  services: JobServices,
  siteId: string,
  surgeId: string,
  command: SurgeCommand,
  also?: (transaction: Transaction, before: Surge, after: Surge) => Promise<void>,
): Promise<Moved | undefined> {
  const { database, now } = services;
  const { time, zone } = await siteTime(database, siteId, now);
  const movesPeople = mayChangePeople(command);
  // The floor is read before the site is locked: folding a state may take a while, and nobody should wait for it.
  const state = movesPeople ? await standingState(services, siteId, time) : undefined;
  const others = await otherSitesOf(services, siteId, await findSurge(database, siteId, surgeId), time, movesPeople);
  const sites = [siteId, ...others.keys()];
  const moved = await decideOnSites(database, sites, async (transaction): Promise<Moved | undefined> => {
    const before = await findSurge(transaction, siteId, surgeId);
    if (before === undefined) return undefined;
    const { policy } = await policyOf(transaction, siteId);
    const decision = decideSurge(before, withSites(command, others), time, policy);
    if (!decision.ok || decision.effects.measure) return { decision, surge: before, position: 0, time };
    const by = 'by' in command ? command.by : null;
    const made = changePeople(decision, state, time);
    const step = { siteId, zone, state, before, after: made.surge, by, time };
    const guests = await tellSites(transaction, others, step, now());
    const events: NewEvent[] = [
      movedEvent(decision.type, made.surge, by, time, randomUUID()),
      ...made.events,
      ...guests,
      ...noticesOf(made.surge, decision.effects.notify, time, zone),
    ];
    const [appended] = await appendWith(transaction, siteId, events, now());
    await transaction.update(surgeTable).set(rowOf(siteId, made.surge)).where(ofSurge(siteId, surgeId));
    await also?.(transaction, before, made.surge);
    return { decision, surge: made.surge, position: appended?.position ?? 0, time };
  });
  if (moved?.decision.ok === true) await ringFor(services, siteId, moved.surge);
  return moved;
}

function withSites(command: SurgeCommand, others: OtherSites): SurgeCommand {
  return command.input === 'due' ? { ...command, sites: new Set(others.keys()) } : command;
}

/** Rings for what is due of it next. The sweep finds what this loses. */
export async function ringFor(services: JobServices, siteId: string, { id, dueAt }: Surge): Promise<void> {
  if (dueAt === null) return;
  const payload = { siteId, surgeId: id };
  await ringAt(services, advanceSurgeJob, { siteId, dueAt, ringId: `surge-${id}-${dueAt}`, payload });
}

/** By time alone, by the end of a gap or by a cancellation people are moved or returned. */
function mayChangePeople({ input }: SurgeCommand): boolean {
  return input === 'due' || input === 'gap-closed' || input === 'cancel';
}

/** The site's state now, as the board shows it. */
async function standingState(services: JobServices, siteId: string, time: number): Promise<LiveState> {
  return (await services.stateAt(siteId, { at: time, view: 'shown' })).state;
}

function changePeople(
  { surge, effects }: Extract<SurgeDecision, { ok: true }>,
  state: LiveState | undefined,
  now: number,
): { readonly surge: Surge; readonly events: readonly NewEvent[] } {
  if (effects.apply.length === 0 && effects.takeBack.length === 0) return { surge, events: [] };
  if (state === undefined) throw new Error('moving people needs to know where they stand');
  const standing = standingIn(state);
  const by: DecidedBy = surge.decided?.by ?? FLOORWALK;
  const say = { now, source: CONSOLE_SOURCE, by };
  return effects.apply.length > 0
    ? applyMoves(surge, effects.apply, standing, say)
    : returnMoves(surge, effects.takeBack, standing, say);
}
