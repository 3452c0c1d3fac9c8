import { eq } from 'drizzle-orm';
import webPush from 'web-push';
import { installation } from '../auth/tables.ts';
import type { Database } from '../db/database.ts';
import { seal, unseal } from './sealed.ts';

const NAME = 'push-keys';

export type PushKeys = { readonly publicKey: string; readonly privateKey: string };

/** The installation's keys for browser push (VAPID); made when first asked for, the same in every process since. */
export async function pushKeys(database: Database, secret: string): Promise<PushKeys> {
  const [known] = await database.select().from(installation).where(eq(installation.name, NAME));
  if (known !== undefined) return unseal(secret, known.value) as PushKeys;
  const made = webPush.generateVAPIDKeys();
  await database
    .insert(installation)
    .values({ name: NAME, value: seal(secret, made) })
    .onConflictDoNothing();
  const [row] = await database.select().from(installation).where(eq(installation.name, NAME));
  if (row === undefined) throw new Error('the keys for browser push could not be kept');
  return unseal(secret, row.value) as PushKeys;
}
