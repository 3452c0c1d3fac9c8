import type { LoggedEvent } from '../kit/logged-event.ts';
import { isZone } from '../kit/zone.ts';
import { ensureQueue } from './ensure-queue.ts';
import { ensureTeam } from './fold-agent.ts';
import { assignNewer, createArea, trackWaiting, type Area, type FloorState, type Queue } from './floor-state.ts';
import { markArea, markQueue } from './mark-changed.ts';
import { retally } from './tally.ts';

export function foldQueueConfigured(state: FloorState, event: LoggedEvent<'queue.configured'>): void {
  const { queueId, ...fields } = event.data;
  const queue = ensureQueue(state, queueId);
  queue.version++;
  const before = { sl: queue.serviceLevelThresholdMs, short: queue.shortAbandonThresholdMs };
  assignNewer(queue, fields as { [K in keyof Queue]?: Queue[K] | undefined }, event.time);
  if (before.sl !== queue.serviceLevelThresholdMs || before.short !== queue.shortAbandonThresholdMs) {
    for (const ring of [queue.rolling, queue.day]) {
      for (const tally of ring.slots) {
        if (tally === null) continue;
        retally(tally, queue);
        tally.version = queue.version;
      }
    }
  }
  placeQueue(state, queue);
  markQueue(state, queue);
}

/** Puts the queue into the areas it now belongs to, and moves its waiting contacts' count along. */
function placeQueue(state: FloorState, queue: Queue): void {
  const areas: Area[] = [state.site];
  if (queue.groupId !== null) areas.push(ensureGroup(state, queue.groupId));
  if (queue.teamId !== null) areas.push(ensureTeam(state, queue.teamId));
  for (const area of queue.areas) {
    markArea(state, area);
    if (!areas.includes(area)) trackWaiting(area.waiting, state.latestEventAt, -queue.waiting.count);
  }
  for (const area of areas) {
    markArea(state, area);
    if (!queue.areas.includes(area)) trackWaiting(area.waiting, state.latestEventAt, queue.waiting.count);
  }
  queue.areas = areas;
  state.regroupedCount++;
}

function ensureGroup(state: FloorState, groupId: string): Area {
  let group = state.groups.get(groupId);
  if (group === undefined) {
    group = createArea(groupId, 'group');
    state.groups.set(groupId, group);
  }
  return group;
}

export function foldTeamConfigured(state: FloorState, event: LoggedEvent<'team.configured'>): void {
  const team = ensureTeam(state, event.data.teamId);
  assignNewer(team, { name: event.data.name }, event.time);
  markArea(state, team);
}

/** An unknown zone is ignored: the edge refuses it, and the fold must not break on an old log. */
export function foldSiteConfigured(state: FloorState, event: LoggedEvent<'site.configured'>): void {
  const { zone, tags, ...fields } = event.data;
  assignNewer(
    state,
    {
      ...fields,
      zone: zone !== undefined && isZone(zone) ? zone : undefined,
      tags: tags === undefined ? undefined : [...tags],
    },
    event.time,
  );
  markArea(state, state.site);
}

/** The newest entry on the log decides the clock, whatever time it carries: it is what switches the site's time itself. */
export function foldClockSet(state: FloorState, event: LoggedEvent<'site.clock-set'>): void {
  state.clock = event.data.clock;
  markArea(state, state.site);
}
