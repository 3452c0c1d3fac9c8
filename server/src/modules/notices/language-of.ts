import { and, eq } from 'drizzle-orm';
import { FIRST_LANGUAGE, type Language } from '@floorwalk/shared/words/language';
import type { Database } from '../../db/database.ts';
import { personOf } from './recipients.ts';
import { noticeChannel, noticeLanguage, type Delivery } from './tables.ts';

/** In which language a delivery is said: a channel's own, or the one in which its recipient last used the console. */
export async function languageOf(
  database: Database,
  { site, recipient }: Pick<Delivery, 'site' | 'recipient'>,
): Promise<Language> {
  if (recipient.startsWith('channel:')) {
    const [channel] = await database
      .select({ language: noticeChannel.language })
      .from(noticeChannel)
      .where(and(eq(noticeChannel.site, site), eq(noticeChannel.id, recipient.slice('channel:'.length))));
    return channel?.language ?? FIRST_LANGUAGE;
  }
  return (await personLanguage(database, personOf(recipient))) ?? FIRST_LANGUAGE;
}

/** `null` for somebody who has not used a console yet. */
export async function personLanguage(database: Database, personId: string): Promise<Language | null> {
  const [known] = await database.select().from(noticeLanguage).where(eq(noticeLanguage.personId, personId));
  return known?.language ?? null;
}
