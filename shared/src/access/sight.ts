import { ROLE_PERMISSIONS, type Principal } from './role.ts';
import type { LiveTables, TableName } from '../floor/rows.ts';
import type { View } from '../live/apply.ts';

/**
 * What a principal may see of one site's tables, boiled down so that equal sights share one socket room and one encoding. `null` for
 * teams and queues means all. `ownAgentId` shows an agent their own row and contacts.
 */
export type Sight = {
  readonly key: string;
  readonly teamIds: ReadonlySet<string> | null;
  readonly queueIds: ReadonlySet<string> | null;
  readonly people: boolean;
  readonly contacts: boolean;
  readonly ownAgentIds: ReadonlySet<string>;
};

/** The union of what the principal's grants on the site show; `null` when there is none. */
export function sightOf(principal: Principal, siteId: string): Sight | null {
  const grants = principal.grants.filter((grant) => grant.scope.siteId === siteId || grant.scope.siteId === '*');
  const seeing = grants.filter((grant) => ROLE_PERMISSIONS[grant.role]['view-live']);
  if (seeing.length === 0) return null;
  const whole = seeing.some((grant) => !grant.scope.teamIds && !grant.scope.queueIds);
  const teamIds = whole ? null : new Set(seeing.flatMap((grant) => grant.scope.teamIds ?? []));
  const queueIds = whole ? null : new Set(seeing.flatMap((grant) => grant.scope.queueIds ?? []));
  const people = seeing.some((grant) => ROLE_PERMISSIONS[grant.role]['view-people']);
  const contacts = seeing.some((grant) => ROLE_PERMISSIONS[grant.role]['view-contacts'] && grant.role !== 'agent');
  const ownAgentIds = new Set(seeing.flatMap((grant) => (grant.scope.agentId ? [grant.scope.agentId] : [])));
  const key = JSON.stringify([
    teamIds && [...teamIds].sort(),
    queueIds && [...queueIds].sort(),
    people,
    contacts,
    [...ownAgentIds].sort(),
  ]);
  return { key, teamIds, queueIds, people, contacts, ownAgentIds };
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
  const whole = sight.teamIds === null;
  const seen = SEES[table](sight, view, row);
  if (!seen) return null;
  if (table === 'sites' && !whole) return withoutNumbers(row as LiveTables['sites']) as LiveTables[K];
  return row;
}

type Sees = { readonly [K in TableName]: (sight: Sight, view: View, row: LiveTables[K]) => boolean };

const SEES: Sees = {
  sites: () => true,
  groups: (sight) => sight.teamIds === null,
  teams: (sight, _view, team) => seesTeam(sight, team.id),
  queues: (sight, view, queue) => seesQueue(sight, view, queue.id),
  agents: (sight, _view, agent) => sight.ownAgentIds.has(agent.id) || (sight.people && seesTeam(sight, agent.teamId)),
  contacts: (sight, view, contact) =>
    (contact.agentId !== null && sight.ownAgentIds.has(contact.agentId)) ||
    (sight.contacts && seesQueue(sight, view, contact.queueId)),
  bots: (sight, view, bot) => seesTeam(sight, bot.teamId) || seesQueue(sight, view, bot.queueId),
  botSessions: (sight, view, session) => {
    if (!sight.contacts) return false;
    const bot = view.tables.bots.get(session.botId);
    return seesTeam(sight, bot?.teamId ?? null) || seesQueue(sight, view, bot?.queueId ?? null);
  },
  sources: (sight) => sight.teamIds === null,
};

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

function seesTeam(sight: Sight, teamId: string | null): boolean {
  return sight.teamIds === null || (teamId !== null && sight.teamIds.has(teamId));
}

function seesQueue(sight: Sight, view: View, queueId: string | null): boolean {
  if (sight.teamIds === null || sight.queueIds === null) return true;
  if (queueId === null) return false;
  if (sight.queueIds.has(queueId)) return true;
  return seesTeam(sight, view.tables.queues.get(queueId)?.teamId ?? null);
}
