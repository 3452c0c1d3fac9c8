import Type, { type Static } from 'typebox';

/** Who someone is on a site. */
export const Role = Type.Union([
  Type.Literal('supervisor'),
  Type.Literal('agent'),
  Type.Literal('team-lead'),
  Type.Literal('executive'),
  Type.Literal('analyst'),
  Type.Literal('administrator'),
  Type.Literal('kiosk'),
]);
export type Role = Static<typeof Role>;
export const ROLES = [
  'supervisor',
  'agent',
  'team-lead',
  'executive',
  'analyst',
  'administrator',
  'kiosk',
] as const satisfies readonly Role[];

/**
 * What a grant reaches: a whole site, or teams and queues of it. A queue that belongs to a listed team is included. `agentId` ties an
 * agent's grant to their own row.
 */
export const Scope = Type.Object(
  {
    siteId: Type.String(),
    teamIds: Type.Optional(Type.Array(Type.String(), { maxItems: 200 })),
    queueIds: Type.Optional(Type.Array(Type.String(), { maxItems: 500 })),
    agentId: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type Scope = Static<typeof Scope>;

export type Grant = { readonly role: Role; readonly scope: Scope };

/** Someone (or a screen) as the server knows them. `siteId: '*'` in a grant's scope reaches every site. */
export type Principal = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'person' | 'kiosk' | 'demo';
  readonly grants: readonly Grant[];
};

/** Things one may do, apart from seeing rows. */
export const PERMISSIONS = [
  'view-live',
  'view-people',
  'view-contacts',
  'travel-in-time',
  'view-intervals',
  'edit-boards',
  'share-views',
  'manage-people',
  'manage-sources',
  'manage-kiosks',
  'configure-site',
  'acknowledge-alerts',
  'edit-rules',
  'answer-escalations',
  'edit-policies',
  'edit-channels',
  'answer-offers',
  'edit-bots',
  'view-handoffs',
  'work-handoffs',
  'edit-departments',
  'view-staffing',
  'edit-schedules',
  'request-surges',
  'approve-surges',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Which roles may do it. A full table: a new role or permission does not compile until every cell is decided. */
const HOLDERS: Record<Permission, Record<Role, boolean>> = {
  //                         supervisor, team lead, agent, executive, analyst, administrator, kiosk
  'view-live': roles(true, true, true, true, true, true, true),
  'view-people': roles(true, true, false, false, true, true, false),
  'view-contacts': roles(true, true, true, false, true, true, false),
  'travel-in-time': roles(true, true, false, true, true, true, false),
  'view-intervals': roles(true, true, false, true, true, true, false),
  'edit-boards': roles(true, true, false, false, true, true, false),
  'share-views': roles(true, true, false, true, true, true, false),
  'manage-people': roles(false, false, false, false, false, true, false),
  'manage-sources': roles(false, false, false, false, false, true, false),
  'manage-kiosks': roles(true, true, false, false, false, true, false),
  'configure-site': roles(false, false, false, false, false, true, false),
  'acknowledge-alerts': roles(true, true, false, false, false, true, false),
  'edit-rules': roles(true, true, false, false, true, true, false),
  'answer-escalations': roles(true, true, true, true, false, true, false),
  'edit-policies': roles(true, true, false, false, false, true, false),
  'edit-channels': roles(false, false, false, false, false, true, false),
  'answer-offers': roles(true, true, true, false, false, true, false),
  'edit-bots': roles(true, true, false, false, true, true, false),
  'view-handoffs': roles(true, true, true, true, true, true, false),
  'work-handoffs': roles(true, true, true, false, false, true, false),
  'edit-departments': roles(true, true, false, false, false, true, false),
  'view-staffing': roles(true, true, false, true, true, true, false),
  'edit-schedules': roles(true, true, false, false, false, true, false),
  'request-surges': roles(true, true, false, false, false, true, false),
  'approve-surges': roles(true, false, false, false, false, true, false),
};

function roles(
  supervisor: boolean,
  teamLead: boolean,
  agent: boolean,
  executive: boolean,
  analyst: boolean,
  administrator: boolean,
  kiosk: boolean,
): Record<Role, boolean> {
  return { supervisor, 'team-lead': teamLead, agent, executive, analyst, administrator, kiosk };
}

/** Whether that role may do this. */
export function roleMay(role: Role, permission: Permission): boolean {
  return HOLDERS[permission][role];
}

/** Whether the principal may do this on the site, by any of their grants. */
export function may(principal: Principal, permission: Permission, siteId: string): boolean {
  return principal.grants.some(
    (grant) => (grant.scope.siteId === siteId || grant.scope.siteId === '*') && roleMay(grant.role, permission),
  );
}
