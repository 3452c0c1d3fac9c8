import { reachesQueue, reachesTeam, type Sight } from '@floorwalk/shared/access/sight';
import { foldFloor } from '@floorwalk/shared/floor/fold-floor';
import { createFloorState, type FloorState } from '@floorwalk/shared/floor/floor-state';
import type { HandoverPolicy } from '@floorwalk/shared/handover/policy';
import { redactEvents, redactionOf } from '@floorwalk/shared/handover/redact-events';
import type { LoggedEvent } from '@floorwalk/shared/kit/logged-event';
import { HttpProblem, notFound } from '../../auth/http-problem.ts';
import type { Database } from '../../db/database.ts';
import {
  readAgentEvents,
  readBotPolicies,
  readContactEvents,
  readSessionEvents,
  readSettings,
} from '../../log/read-span.ts';

export const TIMELINE_LIMITS = {
  /** Entries of one answer. */
  entries: 10_000,
  /** Longest span of an agent's timeline. */
  spanMs: 31 * 86_400_000,
} as const;

/** An agent's contacts are looked for from this long before the span, so that one taken before it is not missed. */
const LOOKBACK_MS = 86_400_000;

export type TimelineEntry = LoggedEvent & { readonly anomaly: boolean };

/** What is known of a contact from first touch to survey, the turns of its bot sessions included, as far as the sight goes. Throws 404. */
export async function contactTimeline(
  database: Database,
  siteId: string,
  contactId: string,
  sight: Sight,
): Promise<TimelineEntry[]> {
  const direct = await readContactEvents(database, siteId, [contactId], TIMELINE_LIMITS.entries + 1);
  const sessionIds = new Set(direct.flatMap(({ data }) => ('sessionId' in data ? [data.sessionId] : [])));
  const turns = await readSessionEvents(database, siteId, [...sessionIds], TIMELINE_LIMITS.entries + 1);
  const events = inOrder([...direct, ...turns]);
  checkCount(events.length);
  const floor = await settingsOf(database, siteId);
  const visits = visitsOf(events);
  const lastOwn = visits.findLastIndex((visit) => visit.agentIds.some((id) => sight.ownAgentIds.has(id)));
  const seen = events.filter((event) => {
    const index = visits.findIndex((visit) => visit.events.has(event));
    // Who took a contact also sees what came before: that is what they need to know.
    return (
      index <= lastOwn || reachesQueue(sight.contacts, visits[index]?.queueId ?? null, teamOf(floor, visits[index]))
    );
  });
  if (seen.length === 0) throw notFound('There is no such contact, or it is not yours to see.');
  const entries = withAnomalies(floor, events, new Set(seen));
  const policies = await policiesOf(database, siteId);
  return redactEvents(entries, (botId) => redactionOf(policies, botId));
}

/** The bots' policies in force. */
async function policiesOf(database: Database, siteId: string): Promise<HandoverPolicy[]> {
  const inForce = new Map<string, HandoverPolicy>();
  for (const event of await readBotPolicies(database, siteId))
    if (event.type === 'handover.policy-set') inForce.set(event.data.policy.botId, event.data.policy);
  return [...inForce.values()];
}

/** What an agent did within [from, to), epoch ms: states, and their contacts from the moment the contact came to them. Throws 404. */
export async function agentTimeline(
  database: Database,
  siteId: string,
  agentId: string,
  span: { readonly from: number; readonly to: number },
  sight: Sight,
): Promise<TimelineEntry[]> {
  const floor = await settingsOf(database, siteId);
  const own = sight.ownAgentIds.has(agentId);
  const named = await readAgentEvents(database, siteId, agentId, span.from - LOOKBACK_MS, span.to);
  const contactIds = new Set(
    named.flatMap(({ data }) => ('contactId' in data && data.contactId ? [data.contactId] : [])),
  );
  const contactEvents = await readContactEvents(database, siteId, [...contactIds], 10 * TIMELINE_LIMITS.entries);
  for (const event of named) foldFloor(floor, event);
  const agent = floor.agents.get(agentId);
  if (!own && !reachesTeam(sight.people, agent?.teamId ?? null)) {
    throw notFound('There is no such agent, or they are not yours to see.');
  }
  if (!agent && named.length === 0) throw notFound('There is no such agent.');
  const visits = [...contactIds].flatMap((contactId) =>
    visitsOf(contactEvents.filter(({ data }) => 'contactId' in data && data.contactId === contactId)),
  );
  const seen = new Set<LoggedEvent>(named.filter(({ data }) => !('contactId' in data)));
  for (const visit of visits) {
    if (!visit.agentIds.includes(agentId)) continue;
    if (!own && !reachesQueue(sight.contacts, visit.queueId, teamOf(floor, visit))) continue;
    for (const event of visit.events) seen.add(event);
  }
  const events = inOrder([...seen]).filter(({ time }) => time >= span.from && time < span.to);
  checkCount(events.length);
  return withAnomalies(await settingsOf(database, siteId), inOrder([...seen]), new Set(events));
}

/** One stay of a contact in a queue, with what led to it. */
type Visit = { queueId: string | null; readonly agentIds: string[]; readonly events: Set<LoggedEvent> };

/** A contact's events by visit; what came before the first belongs to it. */
function visitsOf(events: readonly LoggedEvent[]): Visit[] {
  let visit: Visit = { queueId: null, agentIds: [], events: new Set() };
  const visits = [visit];
  let queued = false;
  for (const event of events) {
    if (event.type === 'contact.queued') {
      if (queued) visits.push((visit = { queueId: null, agentIds: [], events: new Set() }));
      queued = true;
      visit.queueId = event.data.queueId;
    } else if (event.type === 'contact.abandoned' || event.type === 'bot.handed-off') {
      visit.queueId ??= event.data.queueId ?? null;
    }
    if ('agentId' in event.data && event.data.agentId != null) visit.agentIds.push(event.data.agentId);
    visit.events.add(event);
  }
  return visits;
}

function teamOf(floor: FloorState, visit: Visit | undefined): string | null {
  return floor.queues.get(visit?.queueId ?? '')?.teamId ?? null;
}

async function settingsOf(database: Database, siteId: string): Promise<FloorState> {
  const floor = createFloorState(siteId);
  for (const event of await readSettings(database, siteId)) foldFloor(floor, event);
  return floor;
}

/** The entries shown, each with whether the fold found it impossible where it stands. */
function withAnomalies(
  floor: FloorState,
  events: readonly LoggedEvent[],
  shown: ReadonlySet<LoggedEvent>,
): TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  for (const event of events) {
    const before = floor.anomalyCount;
    foldFloor(floor, event);
    if (shown.has(event)) entries.push({ ...event, anomaly: floor.anomalyCount > before });
  }
  return entries;
}

function inOrder(events: readonly LoggedEvent[]): LoggedEvent[] {
  const byPosition = new Map(events.map((event) => [event.position, event]));
  return [...byPosition.values()].toSorted((a, b) => a.time - b.time || a.position - b.position);
}

function checkCount(count: number): void {
  if (count <= TIMELINE_LIMITS.entries) return;
  const most = TIMELINE_LIMITS.entries.toLocaleString('en');
  throw new HttpProblem(400, 'too-much', `This timeline has more than ${most} entries. Ask for a shorter span.`, {
    pointer: '/to',
  });
}
