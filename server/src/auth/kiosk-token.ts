import { eq } from 'drizzle-orm';
import { randomBytes } from 'node:crypto';
import type { Principal } from '@floorwalk/shared/access/role';
import type { Database } from '../db/database.ts';
import { hashOf, sameText } from './secrets.ts';
import { kiosk } from './tables.ts';

/** A screen's last sign of life is written down at most this often, ms. */
const SEEN_EVERY_MS = 60_000;

/** The id under which a paired screen acts. */
export function kioskPrincipalId(kioskId: string): string {
  return `kiosk:${kioskId}`;
}

/** The screen behind such an id. */
export function kioskIdOf(principalId: string): string {
  return principalId.replace(/^kiosk:/, '');
}

/** A new token for a screen: its id, to find it by, and 32 random bytes. */
export function newKioskToken(kioskId: string): string {
  return `fwk_${kioskId}.${randomBytes(32).toString('base64url')}`;
}

/** Who a device token stands for, or `null` when it is unknown or revoked. */
export async function kioskPrincipal(database: Database, token: string, now: number): Promise<Principal | null> {
  const match = /^fwk_([A-Za-z0-9-]{1,64})\.[A-Za-z0-9_-]{20,100}$/.exec(token);
  if (!match?.[1]) return null;
  const [row] = await database.select().from(kiosk).where(eq(kiosk.id, match[1]));
  if (!row?.tokenHash || !sameText(row.tokenHash, hashOf(token))) return null;
  if (row.lastSeenAt === null || now - row.lastSeenAt > SEEN_EVERY_MS) {
    await database.update(kiosk).set({ lastSeenAt: now }).where(eq(kiosk.id, row.id));
  }
  return {
    id: kioskPrincipalId(row.id),
    name: row.name,
    kind: 'kiosk',
    grants: [
      { role: 'kiosk', scope: { siteId: row.siteId, ...(row.teamId === null ? {} : { teamIds: [row.teamId] }) } },
    ],
  };
}
