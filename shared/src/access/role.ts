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
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What each role may do. A full table: a new role or permission does not compile until every cell is decided. */
export const ROLE_PERMISSIONS: Record<Role, Record<Permission, boolean>> = {
  supervisor: row(true, true, true, true, true, true, true, false, false, true, false, true, true),
  'team-lead': row(true, true, true, true, true, true, true, false, false, true, false, true, true),
  agent: row(true, false, true, false, false, false, false, false, false, false, false, false, false),
  executive: row(true, false, false, true, true, false, true, false, false, false, false, false, false),
  analyst: row(true, true, true, true, true, true, true, false, false, false, false, false, true),
  administrator: row(true, true, true, true, true, true, true, true, true, true, true, true, true),
  kiosk: row(true, false, false, false, false, false, false, false, false, false, false, false, false),
};

function row(
  viewLive: boolean,
  viewPeople: boolean,
  viewContacts: boolean,
  travelInTime: boolean,
  viewIntervals: boolean,
  editBoards: boolean,
  shareViews: boolean,
  managePeople: boolean,
  manageSources: boolean,
  manageKiosks: boolean,
  configureSite: boolean,
  acknowledgeAlerts: boolean,
  editRules: boolean,
): Record<Permission, boolean> {
  return {
    'view-live': viewLive,
    'view-people': viewPeople,
    'view-contacts': viewContacts,
    'travel-in-time': travelInTime,
    'view-intervals': viewIntervals,
    'edit-boards': editBoards,
    'share-views': shareViews,
    'manage-people': managePeople,
    'manage-sources': manageSources,
    'manage-kiosks': manageKiosks,
    'configure-site': configureSite,
    'acknowledge-alerts': acknowledgeAlerts,
    'edit-rules': editRules,
  };
}

/** Whether the principal may do this on the site, by any of their grants. */
export function may(principal: Principal, permission: Permission, siteId: string): boolean {
  return principal.grants.some(
    (grant) =>
      (grant.scope.siteId === siteId || grant.scope.siteId === '*') && ROLE_PERMISSIONS[grant.role][permission],
  );
}
