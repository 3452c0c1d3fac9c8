import { addresseeKey } from './addressee.ts';
import { roleMay, type Grant, type Principal } from './role.ts';
import type { LiveTables, TableName } from '../floor/rows.ts';
import { withoutCustomer } from '../handoffs/without-customer.ts';
import { withoutNames } from '../surge/without-names.ts';
import type { View } from '../live/apply.ts';

/** Teams and queues of a site; with `whole` all of it. A queue that belongs to a listed team is included. */
export type Reach = {
  readonly whole: boolean;
  readonly teamIds: ReadonlySet<string>;
  readonly queueIds: ReadonlySet<string>;
};

/**
 * What a principal may see of one site's tables, boiled down so that equal sights share one socket room and one encoding. Numbers, people and
 * contacts each have their own reach, because a principal's grants may differ in it: the executive of a site who leads one team sees every
 * queue and that team's people alone; handoffs too. `null` is nobody (and nothing) of the kind; `ownAgentIds` shows an agent their own row and contacts.
 */
export type Sight = {
  readonly key: string;
  readonly numbers: Reach;
  readonly people: Reach | null;
  readonly contacts: Reach | null;
  readonly handoffs: Reach | null;
  readonly ownAgentIds: ReadonlySet<string>;
  /** Keys of the addressees the principal is, so that what is meant for them is seen; none where everything is. */
  readonly addressedAs: ReadonlySet<string>;
};

/** The union of what the principal's grants on the site show; `null` when there is none. */
export function sightOf(principal: Principal, siteId: string): Sight | null {
  const seeing = principal.grants.filter(
    ({ role, scope }) => (scope.siteId === siteId || scope.siteId === '*') && roleMay(role, 'view-live'),
  );
  if (seeing.length === 0) return null;
  const numbers = reachOf(seeing);
  const people = reachOf(seeing.filter(({ role }) => roleMay(role, 'view-people')));
  // An agent's contacts are those they have themselves, which `ownAgentIds` shows.
  const contacts = reachOf(seeing.filter(({ role }) => roleMay(role, 'view-contacts') && role !== 'agent'));
  const handoffs = reachOf(seeing.filter(({ role }) => roleMay(role, 'view-handoffs')));
  const ownAgentIds = new Set(seeing.flatMap(({ scope }) => (scope.agentId === undefined ? [] : [scope.agentId])));
  const narrow = numbers?.whole !== true || people?.whole !== true || contacts?.whole !== true;
  const addressedAs = narrow ? addresseesOf(principal, seeing) : new Set<string>();
  const key = JSON.stringify([
    keyOf(numbers),
    keyOf(people),
    keyOf(contacts),
    keyOf(handoffs),
    sorted(ownAgentIds),
    sorted(addressedAs),
  ]);
  return { key, numbers: numbers ?? NOTHING, people, contacts, handoffs, ownAgentIds, addressedAs };
}

/** Whom the principal may be addressed as; a screen is nobody. */
function addresseesOf({ id, kind }: Principal, grants: readonly Grant[]): Set<string> {
  if (kind === 'kiosk') return new Set();
  const keys = new Set([addresseeKey({ kind: 'person', personId: id })]);
  for (const { role, scope } of grants) {
    keys.add(addresseeKey({ kind: 'role', role }));
    if (scope.agentId !== undefined) keys.add(addresseeKey({ kind: 'agent', agentId: scope.agentId }));
    if (!roleMay(role, 'acknowledge-alerts')) continue;
    for (const teamId of scope.teamIds ?? []) keys.add(addresseeKey({ kind: 'team', teamId }));
  }
  return keys;
}

const NOTHING: Reach = { whole: false, teamIds: new Set(), queueIds: new Set() };

function reachOf(grants: readonly Grant[]): Reach | null {
  if (grants.length === 0) return null;
  if (grants.some(({ scope }) => !scope.teamIds && !scope.queueIds)) return { ...NOTHING, whole: true };
  return {
    whole: false,
    teamIds: new Set(grants.flatMap(({ scope }) => scope.teamIds ?? [])),
    queueIds: new Set(grants.flatMap(({ scope }) => scope.queueIds ?? [])),
  };
}

function keyOf(reach: Reach | null): unknown {
  return reach && [reach.whole, sorted(reach.teamIds), sorted(reach.queueIds)];
}

function sorted(ids: ReadonlySet<string>): string[] {
  return [...ids].toSorted();
}

/** Whether nothing of the site is kept from this sight, so that nothing can enter or leave it. */
export function seesEverything(sight: Sight): boolean {
  return sight.numbers.whole && sight.people?.whole === true && sight.contacts?.whole === true;
}

/** Whether a team is within reach; what belongs to no team only where the whole site is. */
export function reachesTeam(reach: Reach | null, teamId: string | null): boolean {
  return reach !== null && (reach.whole || (teamId !== null && reach.teamIds.has(teamId)));
}

/** Whether a queue is within reach, itself or by the team it belongs to. */
export function reachesQueue(reach: Reach | null, queueId: string | null, teamOfQueue: string | null): boolean {
  if (reach === null || reach.whole) return reach !== null;
  return queueId !== null && (reach.queueIds.has(queueId) || reachesTeam(reach, teamOfQueue));
}

/**
 * One row as this sight may see it, or `null` for not at all. Queues are seen when listed or when their team is; groups only by those who
 * see the whole site, because their numbers include what a narrower sight must not; the site row loses its numbers for the same reason;
 * contacts follow their queue, bots their queue or team, sessions their bot.
 */
export function seenRow<K extends TableName>(
  sight: Sight,
  view: View,
  table: K,
  row: LiveTables[K],
): LiveTables[K] | null {
  if (!SEES[table](sight, view, row)) return null;
  if (table === 'sites' && !sight.numbers.whole) return withoutNumbers(row as LiveTables['sites']) as LiveTables[K];
  if (table === 'handoffs' && !seesCustomers(sight))
    return withoutCustomer(row as LiveTables['handoffs']) as LiveTables[K];
  if (table === 'surges' && sight.people === null) return withoutNames(row as LiveTables['surges']) as LiveTables[K];
  return row;
}

type Sees = { readonly [K in TableName]: (sight: Sight, view: View, row: LiveTables[K]) => boolean };

const SEES: Sees = {
  sites: () => true,
  groups: ({ numbers }) => numbers.whole,
  teams: ({ numbers }, _view, team) => reachesTeam(numbers, team.id),
  queues: ({ numbers }, _view, queue) => reachesQueue(numbers, queue.id, queue.teamId),
  agents: ({ people, ownAgentIds }, _view, agent) => ownAgentIds.has(agent.id) || reachesTeam(people, agent.teamId),
  contacts: ({ contacts, ownAgentIds }, view, contact) =>
    (contact.agentId !== null && ownAgentIds.has(contact.agentId)) ||
    reachesQueue(contacts, contact.queueId, teamOf(view, contact.queueId)),
  bots: ({ numbers }, view, bot) => reachesBot(numbers, view, bot),
  botSessions: ({ contacts }, view, session) => reachesBot(contacts, view, view.tables.bots.get(session.botId)),
  sources: ({ numbers }) => numbers.whole,
  alerts: (sight, view, alert) => reachesAlert(sight, view, alert),
  alertRules: ({ numbers }) => numbers.whole,
  alertSilences: ({ numbers }, view, { subjectTable, subjectId }) =>
    numbers.whole || (subjectId !== null && reachesSubject(numbers, view, subjectTable, subjectId)),
  alertWindows: ({ numbers }) => numbers.whole,
  escalations: ({ people, addressedAs }, view, { queueId, teamId, targets }) =>
    people?.whole === true ||
    reachesTeam(people, teamId) ||
    reachesQueue(people, queueId, teamOf(view, queueId)) ||
    targets.some((addressee) => addressedAs.has(addresseeKey(addressee))),
  escalationPolicies: ({ people }) => people !== null,
  onCall: ({ people }) => people !== null,
  handovers: ({ contacts, ownAgentIds }, view, { queueId, botId, targets }) =>
    targets.some((target) => target.kind === 'agent' && ownAgentIds.has(target.agentId)) ||
    reachesQueue(contacts, queueId, teamOf(view, queueId)) ||
    reachesBot(contacts, view, view.tables.bots.get(botId)),
  botPolicies: ({ numbers }, view, { id }) => numbers.whole || reachesBot(numbers, view, view.tables.bots.get(id)),
  botTopics: ({ contacts }, view, { botId }) => reachesBot(contacts, view, view.tables.bots.get(botId)),
  forecasts: ({ numbers }, view, { queueId }) => reachesQueue(numbers, queueId, teamOf(view, queueId)),
  handoffs: (sight, view, handoff) => reachesHandoff(sight, handoff, teamOf(view, handoff.queueId)),
  departments: ({ handoffs }) => handoffs !== null,
  departmentAgreements: ({ handoffs }) => handoffs !== null,
  investigations: ({ numbers }, view, { queueId }) => reachesQueue(numbers, queueId, teamOf(view, queueId)),
  // That somebody's inbox changed, not whose and how: nothing to keep from anybody.
  noticeSignals: () => true,
  schedules: ({ people, ownAgentIds }, view, { id }) =>
    ownAgentIds.has(id) || reachesTeam(people, view.tables.agents.get(id)?.teamId ?? null),
  activities: () => true,
  queueStaffing: ({ numbers }, view, { id }) => reachesQueue(numbers, id, teamOf(view, id)),
  adherenceSettings: () => true,
  surges: ({ numbers }, view, { queueId }) => reachesQueue(numbers, queueId, teamOf(view, queueId)),
  surgeOffers: ({ people, ownAgentIds }, view, { agentId }) =>
    ownAgentIds.has(agentId) || reachesTeam(people, view.tables.agents.get(agentId)?.teamId ?? null),
  surgePolicies: () => true,
  // It concerns all of this site, and names its people.
  surgeHelps: ({ people }) => people?.whole === true,
};

/** Whether customers and their contacts may be told apart; executives see handoffs without them. */
export function seesCustomers({ contacts, ownAgentIds }: Sight): boolean {
  return contacts !== null || ownAgentIds.size > 0;
}

/** Handoffs are seen by the teams of either department and by the queue they come from; agents see their own wherever it lies. */
function reachesHandoff(
  { handoffs, ownAgentIds }: Sight,
  handoff: LiveTables['handoffs'],
  teamOfQueue: string | null,
): boolean {
  return (
    handoff.teamIds.some((teamId) => reachesTeam(handoffs, teamId)) ||
    reachesQueue(handoffs, handoff.queueId, teamOfQueue) ||
    [handoff.owner, handoff.sender].some(({ to }) => to.kind === 'agent' && ownAgentIds.has(to.agentId))
  );
}

/**
 * Alerts follow sight of what they are about; those about an agent or a contact are for who sees that person's team, or that contact's queue, at
 * all. Their subject says where it belongs: it may be gone when the alert is looked at.
 */
function reachesAlert({ numbers, people, contacts }: Sight, view: View, alert: LiveTables['alerts']): boolean {
  const { subjectTable, subjectId, subjectQueueId, subjectTeamId } = alert;
  if (subjectTable === 'agents') return reachesTeam(people, subjectTeamId);
  if (subjectTable === 'contacts') return reachesQueue(contacts, subjectQueueId, subjectTeamId);
  if (subjectTable === 'bots')
    return reachesTeam(numbers, subjectTeamId) || reachesQueue(numbers, subjectQueueId, subjectTeamId);
  return reachesSubject(numbers, view, subjectTable, subjectId);
}

/** Whether a queue or team is within reach, or else the whole site. */
function reachesSubject(
  reach: Reach,
  view: View,
  table: LiveTables['alertSilences']['subjectTable'],
  id: string,
): boolean {
  if (table === 'queues') return reachesQueue(reach, id, teamOf(view, id));
  return table === 'teams' ? reachesTeam(reach, id) : reach.whole;
}

function reachesBot(reach: Reach | null, view: View, bot: LiveTables['bots'] | undefined): boolean {
  const queueId = bot?.queueId ?? null;
  return reachesTeam(reach, bot?.teamId ?? null) || reachesQueue(reach, queueId, teamOf(view, queueId));
}

function teamOf(view: View, queueId: string | null): string | null {
  return queueId === null ? null : (view.tables.queues.get(queueId)?.teamId ?? null);
}

function withoutNumbers(site: LiveTables['sites']): LiveTables['sites'] {
  return {
    ...site,
    partial: true,
    waitingCount: 0,
    oldestQueuedAt: null,
    inServiceCount: 0,
    agentsServingCount: 0,
    agents: [0, 0, 0, 0, 0, 0],
    estimate: null,
    waitingByMinute: [],
    windows: {},
  };
}
