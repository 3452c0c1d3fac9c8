import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Addressee } from '@floorwalk/shared/access/addressee';
import type { Notify } from '@floorwalk/shared/escalation/decide-escalation';
import { MAX_NAMED, type Told } from '@floorwalk/shared/escalation/events';
import type { Target } from '@floorwalk/shared/escalation/policy';
import type { EscalationRow } from '@floorwalk/shared/escalation/rows';
import { onCallAt, type RotationOverride } from '@floorwalk/shared/escalation/rotation';
import type { Transaction } from '../../db/database.ts';
import type { AskExperts } from './site-experts.ts';
import { namesOf, siteChannels, sitePeople, type SitePeople } from './site-people.ts';
import { escalationOverride, escalationRotation } from './tables.ts';

export type TargetQuestion = Pick<EscalationRow, 'queueId' | 'teamId' | 'skill' | 'language' | 'customerRef'>;

type Place = {
  readonly transaction: Transaction;
  readonly siteId: string;
  readonly time: number;
  readonly about: TargetQuestion;
  readonly people: SitePeople;
  readonly channels: ReadonlyMap<string, string>;
  readonly askExperts: AskExperts;
};

/**
 * Whom the targets of a notify effect mean at this moment. Where none of them reaches anybody (nobody on call, no lead in the team), supervisors and
 * administrators stand in: an escalation always reaches somebody who can act.
 */
export async function resolveTargets(
  transaction: Transaction,
  siteId: string,
  notify: Notify,
  about: TargetQuestion,
  options: { readonly time: number; readonly demo: boolean; readonly askExperts: AskExperts },
): Promise<readonly Told[]> {
  const people = await sitePeople(transaction, siteId, options.demo);
  const needsChannels = notify.targets.some(({ kind }) => kind === 'channel');
  const channels = needsChannels ? await siteChannels(transaction, siteId) : new Map<string, string>();
  const place: Place = { transaction, siteId, about, people, channels, ...options };
  const told: Told[] = [];
  for (const target of notify.targets) {
    // oxlint-disable-next-line no-await-in-loop -- a transaction is one connection
    told.push(await resolve(place, target));
  }
  if (notify.to !== null) told.push(tell(place, null, notify.to));
  if (told.some(({ reached }) => reached)) return told;
  const standIns = (['supervisor', 'administrator'] as const).map((role) => ({
    ...tell(place, { kind: 'role', role }, { kind: 'role', role }),
    standsIn: true,
  }));
  return [...told, ...standIns];
}

async function resolve(place: Place, target: Target): Promise<Told> {
  switch (target.kind) {
    case 'person':
      return tell(place, target, { kind: 'person', personId: target.personId });
    case 'team': {
      const teamId = target.teamId ?? place.about.teamId;
      return teamId === null ? nobody(target) : tell(place, target, { kind: 'team', teamId });
    }
    case 'role':
      return tell(place, target, { kind: 'role', role: target.role });
    case 'rotation': {
      const personId = await personOnCall(place, target.rotationId);
      return personId === null ? nobody(target) : tell(place, target, { kind: 'person', personId });
    }
    case 'expert':
      return expert(place, target);
    case 'channel': {
      const name = place.channels.get(target.channelId);
      if (name === undefined) return nobody(target);
      return { target, to: [], channelId: target.channelId, names: [name], reached: true };
    }
  }
}

function nobody(target: Target): Told {
  return { target, to: [], names: [], reached: false };
}

function tell({ people, siteId }: Place, target: Target | null, addressee: Addressee): Told {
  const names = namesOf(people, siteId, addressee);
  const played = people.isDemo && addressee.kind !== 'person';
  return { target, to: [addressee], names: names.slice(0, MAX_NAMED), reached: names.length > 0 || played };
}

async function personOnCall({ transaction, siteId, time }: Place, rotationId: string): Promise<string | null> {
  const ofRotation = and(eq(escalationRotation.site, siteId), eq(escalationRotation.id, rotationId));
  const [row] = await transaction
    .select()
    .from(escalationRotation)
    .where(and(ofRotation, isNull(escalationRotation.removedAt)));
  if (row === undefined) return null;
  return onCallAt(row.rotation, await overridesOf(transaction, siteId, rotationId), time).personId;
}

/** Who stands in on a rotation, in the order in which it was decided. */
export async function overridesOf(
  transaction: Transaction,
  siteId: string,
  rotationId: string,
): Promise<readonly RotationOverride[]> {
  const rows = await transaction
    .select()
    .from(escalationOverride)
    .where(and(eq(escalationOverride.site, siteId), eq(escalationOverride.rotationId, rotationId)))
    .orderBy(asc(escalationOverride.ordinal));
  return rows.map(({ id, personId, from, until, reason }) => ({
    id,
    rotationId,
    personId,
    from,
    until,
    ...(reason !== null && { reason }),
  }));
}

/** The best expert who can be reached in the console; the candidates stand beside, with the reasons. */
async function expert(place: Place, target: Extract<Target, { kind: 'expert' }>): Promise<Told> {
  const { siteId, about, people, askExperts, time } = place;
  const { queueId, teamId, language, customerRef } = about;
  const question = { skill: target.skill ?? about.skill, queueId, teamId, language, customerRef };
  const candidates = await askExperts(siteId, question, time);
  const experts = candidates.map(({ reasons, ...candidate }) => ({ ...candidate, reasons: [...reasons] }));
  const chosen = experts.find(
    ({ agentId }) => people.isDemo || namesOf(people, siteId, { kind: 'agent', agentId }).length > 0,
  );
  if (chosen === undefined) return { ...nobody(target), experts };
  return {
    target,
    to: [{ kind: 'agent', agentId: chosen.agentId }],
    names: [chosen.name],
    reached: true,
    experts: [chosen, ...experts.filter((one) => one !== chosen)],
  };
}
