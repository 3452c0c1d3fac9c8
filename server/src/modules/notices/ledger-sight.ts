import { eq, inArray, sql, type SQL } from 'drizzle-orm';
import { may, roleMay, type Grant, type Principal } from '@floorwalk/shared/access/role';
import { sightOf } from '@floorwalk/shared/access/sight';
import type { Services } from '../../roles/services.ts';
import { recipientOfPerson, recipientsOf } from './recipients.ts';
import { noticeDelivery } from './tables.ts';

type Known = Pick<Services, 'database' | 'config' | 'now'>;

/**
 * Which lines of the ledger somebody sees: all of them who answers for the whole site; who leads teams their own, and those of people who have to do with
 * these teams alone; everybody else their own. `undefined` where nothing is kept from them.
 */
export async function deliveriesWithin(
  services: Known,
  principal: Principal,
  siteId: string,
): Promise<SQL | undefined> {
  const sight = sightOf(principal, siteId);
  if (may(principal, 'acknowledge-alerts', siteId) && sight?.numbers.whole === true && sight.people?.whole === true) {
    return undefined;
  }
  const own = recipientOfPerson(principal.id);
  const led = new Set(
    onSite(principal, siteId).flatMap(({ role, scope }) =>
      roleMay(role, 'acknowledge-alerts') ? (scope.teamIds ?? []) : [],
    ),
  );
  if (led.size === 0) return eq(noticeDelivery.recipient, own);
  const { database, config, now } = services;
  const everybody = await recipientsOf(database, siteId, { demo: config.demo !== undefined, now: now() });
  const agentTeams = await teamsOfAgents(services, siteId);
  const isLed = ({ scope }: Grant): boolean => {
    if (scope.agentId !== undefined) return led.has(agentTeams.get(scope.agentId) ?? '');
    return scope.teamIds !== undefined && scope.queueIds === undefined && scope.teamIds.every((id) => led.has(id));
  };
  const members = everybody.filter((one) => onSite(one.principal, siteId).every(isLed));
  return inArray(noticeDelivery.recipient, [own, ...members.map((one) => recipientOfPerson(one.principal.id))]);
}

function onSite({ grants }: Principal, siteId: string): readonly Grant[] {
  return grants.filter(({ scope }) => scope.siteId === siteId || scope.siteId === '*');
}

/** The team of each agent, as it was said last. */
async function teamsOfAgents({ database }: Known, siteId: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await database.execute<{ agent: string; team: string | null }>(
    sql`select distinct on (data->>'agentId') data->>'agentId' as agent, data->>'teamId' as team
        from event_log
        where site = ${siteId} and type like '%.configured' and type = 'agent.configured' and data ? 'teamId'
        order by data->>'agentId', position desc`,
  );
  return new Map(rows.flatMap(({ agent, team }) => (team === null ? [] : [[agent, team] as const])));
}
