import { and, eq, isNull } from 'drizzle-orm';
import type { Surge } from '@floorwalk/shared/surge/surge';
import { appendWith } from '../../log/append-with.ts';
import { decideOnSite } from '../../log/decide-on-site.ts';
import type { JobServices } from '../../roles/services.ts';
import { ringFor } from './move-surge.ts';
import { noticesOf } from './notices.ts';
import { movedEvent, rowOf } from './surge-store.ts';
import { surge as surgeTable } from './tables.ts';

/**
 * Proposes a surge with the site's head locked and only while no other surge is about the same gap, so that two owners at once propose it once.
 * Answers the position it has on the log; 0 where there was another. `time` is of the site's clock, `zone` for the times in the notices.
 */
export async function proposeOnce(
  services: JobServices,
  siteId: string,
  proposed: Surge,
  { time, zone }: { readonly time: number; readonly zone: string },
): Promise<number> {
  const position = await decideOnSite(services.database, siteId, async (transaction) => {
    const [other] = await transaction
      .select({ id: surgeTable.id })
      .from(surgeTable)
      .where(and(eq(surgeTable.site, siteId), eq(surgeTable.queueId, proposed.queueId), isNull(surgeTable.gapClosedAt)))
      .limit(1);
    if (other !== undefined) return 0;
    const [appended] = await appendWith(
      transaction,
      siteId,
      [
        movedEvent('surge.proposed', proposed, null, time, `surge-proposed-${proposed.id}`),
        ...noticesOf(proposed, 'requesters', time, zone),
      ],
      services.now(),
    );
    await transaction.insert(surgeTable).values(rowOf(siteId, proposed));
    return appended?.position ?? 0;
  });
  if (position > 0) await ringFor(services, siteId, proposed);
  return position;
}
