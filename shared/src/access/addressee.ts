import Type, { type Static } from 'typebox';
import { Id } from '../kit/ids.ts';
import { roleMay, Role, type Principal } from './role.ts';

const strict = { additionalProperties: false } as const;

/**
 * Whom something is meant for. A person by their account; an agent of the floor, who is whoever holds the grant tied to that agent; a team, which
 * is its leads and supervisors (never its agents: a page to forty is a page to nobody); a role on the site.
 */
export const Addressee = Type.Union([
  Type.Object({ kind: Type.Literal('person'), personId: Id }, strict),
  Type.Object({ kind: Type.Literal('agent'), agentId: Id }, strict),
  Type.Object({ kind: Type.Literal('team'), teamId: Id }, strict),
  Type.Object({ kind: Type.Literal('role'), role: Role }, strict),
]);
export type Addressee = Static<typeof Addressee>;

/** Whether that addressee of the site is (or includes) the principal. */
export function isAddressed(principal: Principal, siteId: string, addressee: Addressee): boolean {
  const grants = principal.grants.filter(({ scope }) => scope.siteId === siteId || scope.siteId === '*');
  switch (addressee.kind) {
    case 'person':
      return principal.id === addressee.personId && grants.length > 0;
    case 'agent':
      return grants.some(({ scope }) => scope.agentId === addressee.agentId);
    case 'team':
      return grants.some(
        ({ role, scope }) => roleMay(role, 'acknowledge-alerts') && scope.teamIds?.includes(addressee.teamId) === true,
      );
    case 'role':
      return grants.some(({ role }) => role === addressee.role);
  }
}

/** The addressee as one text: equal for equal addressees, usable as a key. */
export function addresseeKey(addressee: Addressee): string {
  switch (addressee.kind) {
    case 'person':
      return `person:${addressee.personId}`;
    case 'agent':
      return `agent:${addressee.agentId}`;
    case 'team':
      return `team:${addressee.teamId}`;
    case 'role':
      return `role:${addressee.role}`;
  }
}
