import type { Addressee } from '@floorwalk/shared/access/addressee';
import type { Told } from '@floorwalk/shared/escalation/events';
import type { ExpertReason } from '@floorwalk/shared/escalation/find-expert';
import type { Target } from '@floorwalk/shared/escalation/policy';
import { live } from '../../connection/live-session.ts';
import type { MessageKey } from '../../messages/message-key.ts';
import { t } from '../../messages/text.ts';

/** Names of people and channels by id, where they were fetched. */
export type Names = { readonly people: ReadonlyMap<string, string>; readonly channels: ReadonlyMap<string, string> };
export const NO_NAMES: Names = { people: new Map(), channels: new Map() };

/** A target of a path in words. */
export function targetWords(target: Target, names: Names): string {
  const { tables } = live().store;
  switch (target.kind) {
    case 'person':
      return t('target.words.person', { name: names.people.get(target.personId) ?? target.personId });
    case 'team':
      if (target.teamId === undefined) return t('target.words.team');
      return t('target.words.one-team', { name: tables.teams.row(target.teamId)?.name ?? target.teamId });
    case 'role':
      return t('target.words.role', { name: t(`role.${target.role}`) });
    case 'rotation':
      return t('target.words.rotation', {
        name: tables.onCall.row(target.rotationId)?.rotation.name ?? target.rotationId,
      });
    case 'expert':
      return target.skill === undefined ? t('target.words.expert') : t('target.words.skilled', { name: target.skill });
    case 'channel':
      return t('target.words.channel', { name: names.channels.get(target.channelId) ?? target.channelId });
  }
}

/** Whom a person gave something to, in words. */
function addresseeWords(addressee: Addressee): string {
  const { tables } = live().store;
  switch (addressee.kind) {
    case 'person':
      return addressee.personId;
    case 'agent':
      return tables.agents.row(addressee.agentId)?.name ?? addressee.agentId;
    case 'team':
      return t('target.words.one-team', { name: tables.teams.row(addressee.teamId)?.name ?? addressee.teamId });
    case 'role':
      return t('target.words.role', { name: t(`role.${addressee.role}`) });
  }
}

/** Who was told: by name where they are known, in words otherwise. */
export function toldWords({ target, to, names, reached, standsIn }: Told): string {
  const [first] = to;
  const words = target === null ? (first === undefined ? '' : addresseeWords(first)) : targetWords(target, NO_NAMES);
  if (!reached) return t('escalation.told-nobody', { target: words });
  const named = names.length > 0 && names.length <= 5 ? names.join(', ') : words;
  return standsIn === true ? t('escalation.stands-in', { names: named }) : named;
}

/** Why an expert was chosen, in words. */
export function reasonWords({ kind, name = '', count = 0, of = 0 }: ExpertReason): string {
  const named = kind === 'state' ? t(`agent-state.${name}` as MessageKey) : name;
  return t(`escalation.expert.${kind}`, { name: named, count, of });
}
