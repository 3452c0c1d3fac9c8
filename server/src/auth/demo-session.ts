import { and, asc, eq, sql } from 'drizzle-orm';
import { ROLES, type Principal, type Role, type Scope } from '@floorwalk/shared/access/role';
import type { Database, Transaction } from '../db/database.ts';
import { eventLog } from '../log/tables.ts';
import { HttpProblem } from './http-problem.ts';
import { keyed, sameText } from './secrets.ts';

/** The site the demo floor runs on. */
export const DEMO_SITE = 'demo';
export const DEMO_SESSION_MS = 12 * 3_600_000;

/** What a one-click session remembers: the role, and which team or agent of the demo floor it plays. `until` is epoch ms. */
export type DemoSession = {
  readonly role: Role;
  readonly teamId?: string;
  readonly agentId?: string;
  readonly until: number;
};

const NAMES: Record<Role, string> = {
  supervisor: 'Demo supervisor',
  agent: 'Demo agent',
  'team-lead': 'Demo team lead',
  executive: 'Demo executive',
  analyst: 'Demo analyst',
  administrator: 'Demo administrator',
  kiosk: 'Demo screen',
};

/** Chooses the team or agent a role plays. Throws 409 while the demo floor has not told of any. */
export async function chooseDemoSession(
  database: Database | Transaction,
  role: Role,
  now: number,
): Promise<DemoSession> {
  const until = now + DEMO_SESSION_MS;
  if (role !== 'team-lead' && role !== 'agent') return { role, until };
  const [agent] = await database
    .select({
      agentId: sql<string>`${eventLog.data}->>'agentId'`,
      teamId: sql<string>`${eventLog.data}->>'teamId'`,
    })
    .from(eventLog)
    .where(
      and(
        eq(eventLog.site, DEMO_SITE),
        sql`${eventLog.type} in ('agent.configured', 'agent.signed-in')`,
        sql`${eventLog.data} ? 'teamId'`,
      ),
    )
    .orderBy(asc(eventLog.position))
    .limit(1);
  if (!agent) throw new HttpProblem(409, 'not-ready', 'The demo floor is still starting. Try again in a moment.');
  return role === 'agent' ? { role, agentId: agent.agentId, until } : { role, teamId: agent.teamId, until };
}

/**
 * Who a demo session is. `everySite` is true until somebody owns the installation: then there is nobody to keep anything from, and someone who
 * tries the product on a file of their own sees it. Afterwards the demo reaches its own floor alone.
 */
export function demoPrincipal(session: DemoSession, everySite: boolean): Principal {
  const scoped = session.teamId !== undefined || session.agentId !== undefined || session.role === 'kiosk';
  const scope: Scope = {
    siteId: everySite && !scoped ? '*' : DEMO_SITE,
    ...(session.teamId === undefined ? {} : { teamIds: [session.teamId] }),
    ...(session.agentId === undefined ? {} : { agentId: session.agentId }),
  };
  return {
    id: `demo:${session.role}`,
    name: NAMES[session.role],
    kind: 'demo',
    grants: [{ role: session.role, scope }],
  };
}

/** The session as the value of a cookie, signed. */
export function writeDemoSession(session: DemoSession, secret: string): string {
  const body = Buffer.from(JSON.stringify(session)).toString('base64url');
  return `${body}.${keyed(secret, 'demo-session', body)}`;
}

/** The session in a cookie's value; `null` when it was not signed here or is over. */
export function readDemoSession(value: string, secret: string, now: number): DemoSession | null {
  const [body, signature, ...rest] = value.split('.');
  if (!body || !signature || rest.length > 0 || !sameText(signature, keyed(secret, 'demo-session', body))) return null;
  const session = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as DemoSession;
  return ROLES.includes(session.role) && session.until > now ? session : null;
}
