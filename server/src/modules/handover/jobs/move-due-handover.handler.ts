import { dueCommand } from '@floorwalk/shared/handover/move-handover';
import type { JobHandler } from '../../../jobs/job-handler.ts';
import { siteTime } from '../../../live/site-time.ts';
import { appendWith } from '../../../log/append-with.ts';
import { decideOnSite } from '../../../log/decide-on-site.ts';
import { HANDOVERS_SOURCE } from '../handovers-source.ts';
import { keepMove } from '../keep-handover.ts';
import { ringDue } from '../ring-due.ts';
import { moveDueHandoverJob } from './move-due-handover.job.ts';

/** Does what time alone wants of a handover, if it is due and nothing has happened to it since. Twice changes nothing. */
export const moveDueHandoverHandler: JobHandler = {
  definition: moveDueHandoverJob,
  handle: async (services, payload) => {
    const { siteId, handoverId } = payload as { readonly siteId: string; readonly handoverId: string };
    const { database, now } = services;
    const { time } = await siteTime(database, siteId, now);
    const kept = await decideOnSite(database, siteId, async (transaction) => {
      const moved = await keepMove(
        transaction,
        siteId,
        handoverId,
        ({ record }) => (record.dueAt === null || record.dueAt > time ? null : dueCommand(record)),
        HANDOVERS_SOURCE,
        time,
      );
      if (moved.kind === 'kept') await appendWith(transaction, siteId, moved.events, now());
      return moved;
    });
    if (kept.kind === 'kept' && kept.record.dueAt !== null)
      await ringDue(services, siteId, [{ handoverId, dueAt: kept.record.dueAt }]);
  },
};
