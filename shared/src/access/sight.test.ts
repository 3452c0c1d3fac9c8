import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createView, type View } from '../live/apply.ts';
import type { LiveTables, TableName } from '../floor/rows.ts';
import { ROLES, type Grant, type Principal } from './role.ts';
import { seenRow, seesEverything, sightOf } from './sight.ts';

const TEAMS = ['t1', 't2', 't3'];
const QUEUES = { q1: 't1', q2: 't2', q3: null, q4: 't1' } as const;
const AGENTS = { a1: 't1', a2: 't2', a3: null } as const;
const BOTS = { b1: ['t1', null], b2: [null, 'q2'], b3: [null, null] } as const;

const MEANT = {
  'to-p': { kind: 'person', personId: 'p' },
  'to-other': { kind: 'person', personId: 'other' },
  'to-executives': { kind: 'role', role: 'executive' },
  'to-a1': { kind: 'agent', agentId: 'a1' },
  'to-leads': { kind: 'team', teamId: 't1' },
} as const;

/** A view with one row of each kind for every place it can be in. */
function view(): View {
  const made = createView('s');
  const put = (table: TableName, row: Record<string, unknown>) =>
    (made.tables[table] as Map<string, unknown>).set(String(row['id']), row);
  put('sites', { id: 's', waitingCount: 7, windows: { today: {} } });
  put('groups', { id: 'g1' });
  put('sources', { id: 'pbx' });
  put('alertRules', { id: 'r' });
  put('alertWindows', { id: 'w' });
  for (const [id, teamId] of Object.entries(AGENTS))
    put('alerts', {
      id: `of-${id}`,
      subjectTable: 'agents',
      subjectId: id,
      subjectTeamId: teamId,
      subjectQueueId: null,
    });
  for (const [id, teamId] of Object.entries(QUEUES)) {
    const home = { subjectQueueId: id, subjectTeamId: teamId };
    put('alerts', { id: `of-contact-${id}`, subjectTable: 'contacts', subjectId: 'c', ...home });
    put('alerts', { id: `of-bot-${id}`, subjectTable: 'bots', subjectId: 'b', ...home });
  }
  put('alertSilences', { id: 'everywhere', subjectTable: null, subjectId: null });
  for (const table of ['alerts', 'alertSilences'] as const) {
    put(table, { id: 'of-s', subjectTable: 'sites', subjectId: 's' });
    put(table, { id: 'of-g1', subjectTable: 'groups', subjectId: 'g1' });
    for (const id of TEAMS) put(table, { id: `of-${id}`, subjectTable: 'teams', subjectId: id });
    for (const id of Object.keys(QUEUES)) put(table, { id: `of-${id}`, subjectTable: 'queues', subjectId: id });
  }
  const escalation = { teamId: null, queueId: null, targets: [] };
  for (const id of TEAMS) put('escalations', { ...escalation, id: `of-${id}`, teamId: id });
  for (const id of Object.keys(QUEUES)) put('escalations', { ...escalation, id: `of-${id}`, queueId: id });
  for (const [id, target] of Object.entries(MEANT)) put('escalations', { ...escalation, id, targets: [target] });
  put('escalationPolicies', { id: 'path' });
  put('onCall', { id: 'nights' });
  for (const id of TEAMS) put('teams', { id });
  for (const [id, teamId] of Object.entries(QUEUES)) put('queues', { id, teamId });
  for (const [id, teamId] of Object.entries(AGENTS)) put('agents', { id, teamId });
  for (const [id, [teamId, queueId]] of Object.entries(BOTS)) {
    put('bots', { id, teamId, queueId });
    put('botSessions', { id: `of-${id}`, botId: id });
  }
  for (const queueId of [...Object.keys(QUEUES), null]) {
    for (const agentId of [...Object.keys(AGENTS), null])
      put('contacts', { id: `${queueId}-${agentId}`, queueId, agentId });
  }
  return made;
}

function seenIds(principal: Principal, all: View): string[] {
  const sight = sightOf(principal, 's');
  if (sight === null) return [];
  return Object.entries(all.tables).flatMap(([table, rows]) =>
    [...(rows as Map<string, LiveTables[TableName]>).values()].flatMap((row) =>
      seenRow(sight, all, table as TableName, row as never) === null ? [] : [`${table} ${row.id}`],
    ),
  );
}

const principal = (grants: readonly Grant[]): Principal => ({ id: 'p', name: 'P', kind: 'person', grants });

/** By the words of the screens' roles, one grant at a time, without sets or unions. */
function shownBy({ role, scope }: Grant): string[] {
  if (scope.siteId !== 's' && scope.siteId !== '*') return [];
  const whole = scope.teamIds === undefined && scope.queueIds === undefined;
  const team = (id: string | null): boolean => whole || (id !== null && (scope.teamIds ?? []).includes(id));
  const queue = (id: string | null): boolean =>
    whole || (id !== null && ((scope.queueIds ?? []).includes(id) || team(QUEUES[id as keyof typeof QUEUES] ?? '')));
  const seesPeople = ['supervisor', 'team-lead', 'analyst', 'administrator'].includes(role);
  const shown = ['sites s'];
  if (whole) shown.push('groups g1', 'sources pbx', 'alertRules r', 'alertWindows w', 'alertSilences everywhere');
  for (const [id, teamId] of Object.entries(AGENTS)) if (seesPeople && team(teamId)) shown.push(`alerts of-${id}`);
  for (const id of Object.keys(QUEUES)) {
    if (seesPeople && queue(id)) shown.push(`alerts of-contact-${id}`);
    if (queue(id)) shown.push(`alerts of-bot-${id}`);
  }
  for (const table of ['alerts', 'alertSilences']) {
    if (whole) shown.push(`${table} of-s`, `${table} of-g1`);
    for (const id of TEAMS) if (team(id)) shown.push(`${table} of-${id}`);
    for (const id of Object.keys(QUEUES)) if (queue(id)) shown.push(`${table} of-${id}`);
  }
  if (seesPeople) shown.push('escalationPolicies path', 'onCall nights');
  if (seesPeople && whole) shown.push(...Object.keys(MEANT).map((id) => `escalations ${id}`));
  for (const id of TEAMS) if (seesPeople && team(id)) shown.push(`escalations of-${id}`);
  for (const id of Object.keys(QUEUES)) if (seesPeople && queue(id)) shown.push(`escalations of-${id}`);
  const leads = ['supervisor', 'team-lead', 'administrator'].includes(role);
  shown.push('escalations to-p');
  if (role === 'executive') shown.push('escalations to-executives');
  if (scope.agentId === 'a1') shown.push('escalations to-a1');
  if (leads && scope.teamIds?.includes('t1') === true) shown.push('escalations to-leads');
  for (const id of TEAMS) if (team(id)) shown.push(`teams ${id}`);
  for (const id of Object.keys(QUEUES)) if (queue(id)) shown.push(`queues ${id}`);
  for (const [id, teamId] of Object.entries(AGENTS)) {
    if (scope.agentId === id || (seesPeople && team(teamId))) shown.push(`agents ${id}`);
  }
  for (const [id, [teamId, queueId]] of Object.entries(BOTS)) {
    if (!team(teamId) && !queue(queueId)) continue;
    shown.push(`bots ${id}`);
    if (seesPeople) shown.push(`botSessions of-${id}`);
  }
  for (const queueId of [...Object.keys(QUEUES), null]) {
    for (const agentId of [...Object.keys(AGENTS), null]) {
      const own = agentId !== null && scope.agentId === agentId;
      if (own || (seesPeople && queue(queueId))) shown.push(`contacts ${queueId}-${agentId}`);
    }
  }
  return shown;
}

const someOf = (ids: readonly string[]) => fc.option(fc.subarray([...ids]), { nil: undefined });
const grants = fc.array(
  fc
    .record({
      role: fc.constantFrom(...ROLES),
      siteId: fc.constantFrom('s', 's', '*', 'other'),
      teamIds: someOf(TEAMS),
      queueIds: someOf(Object.keys(QUEUES)),
      agentId: fc.option(fc.constantFrom('a1', 'a2', 'a3'), { nil: undefined }),
    })
    .map(({ role, siteId, teamIds, queueIds, agentId }): Grant => ({
      role,
      scope: {
        siteId,
        ...(teamIds && { teamIds }),
        ...(queueIds && { queueIds }),
        ...(role === 'agent' && agentId !== undefined && { agentId }),
      },
    })),
  { maxLength: 4 },
);

describe('sight', () => {
  const all = view();

  it('several grants show exactly what each of them shows alone, and nothing that only their mixture would', () => {
    fc.assert(
      fc.property(grants, (given) => {
        const expected = new Set(given.flatMap(shownBy));
        expect(seenIds(principal(given), all).toSorted()).toEqual([...expected].toSorted());
      }),
      { numRuns: 2000 },
    );
  });

  it('equal keys mean equal rows', () => {
    fc.assert(
      fc.property(grants, grants, (left, right) => {
        const keys = [left, right].map((given) => sightOf(principal(given), 's')?.key);
        const seen = [left, right].map((given) => seenIds(principal(given), all).join());
        if (keys[0] === keys[1]) expect(seen[0]).toBe(seen[1]);
      }),
    );
  });

  it('who sees everything sees every row, in whatever place', () => {
    fc.assert(
      fc.property(grants, (given) => {
        const sight = sightOf(principal(given), 's');
        const total = Object.values(all.tables).reduce((sum, rows) => sum + rows.size, 0);
        if (sight && seesEverything(sight)) expect(seenIds(principal(given), all)).toHaveLength(total);
      }),
    );
  });

  it('the executive of a site who leads one team sees every queue, and that team’s people alone', () => {
    const seen = seenIds(
      principal([
        { role: 'executive', scope: { siteId: 's' } },
        { role: 'team-lead', scope: { siteId: 's', teamIds: ['t1'] } },
      ]),
      all,
    );
    expect(seen.filter((id) => id.startsWith('queues'))).toHaveLength(4);
    expect(seen.filter((id) => id.startsWith('agents'))).toEqual(['agents a1']);
  });

  it('an agent who also supervises a team does not see everybody’s people', () => {
    const seen = seenIds(
      principal([
        { role: 'agent', scope: { siteId: 's', agentId: 'a3' } },
        { role: 'supervisor', scope: { siteId: 's', teamIds: ['t2'] } },
      ]),
      all,
    );
    expect(seen.filter((id) => id.startsWith('agents'))).toEqual(['agents a2', 'agents a3']);
  });

  it('a narrow sight gets the site’s row without its numbers', () => {
    const narrow = sightOf(principal([{ role: 'supervisor', scope: { siteId: 's', teamIds: ['t1'] } }]), 's');
    const [site] = all.tables.sites.values();
    expect(narrow && site && seenRow(narrow, all, 'sites', site)).toMatchObject({
      partial: true,
      waitingCount: 0,
      windows: {},
    });
  });
});
