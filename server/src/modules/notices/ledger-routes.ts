import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { and, asc, desc, eq, gt, inArray, lt, or } from 'drizzle-orm';
import Type from 'typebox';
import type { FastifyInstance } from 'fastify';
import { DeliveryAnswer, LedgerQuery } from '@floorwalk/shared/api/notices';
import { Id } from '@floorwalk/shared/kit/ids';
import { statusesOf } from '@floorwalk/shared/notices/delivery-machine';
import { FIRST_LANGUAGE, type Language } from '@floorwalk/shared/words/language';
import { sayNotice, sayReason } from '@floorwalk/shared/words/say-notice';
import { principalOf, requirePermission } from '../../auth/access.ts';
import { audit } from '../../auth/audit.ts';
import { conflict, notFound } from '../../auth/http-problem.ts';
import { siteTime } from '../../live/site-time.ts';
import type { Services } from '../../roles/services.ts';
import { ringDelivery } from './jobs/ring-delivery.ts';
import { personLanguage } from './language-of.ts';
import { deliveriesWithin } from './ledger-sight.ts';
import { recipientOfPerson } from './recipients.ts';
import { notice, noticeDelivery } from './tables.ts';

const tags = ['notices'];

/** The ledger: who was told what, by which channel, with every attempt and what came of it. */
export function ledgerRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const typed = app.withTypeProvider<TypeBoxTypeProvider>();

  typed.get(
    '/api/v1/sites/:site/notice-deliveries',
    {
      config: requirePermission('view-live'),
      schema: {
        tags,
        summary:
          'Deliveries of notices that you may see, the newest first: your own, those of the teams you lead, or all',
        params: Type.Object({ site: Id }),
        querystring: LedgerQuery,
        response: { 200: Type.Array(DeliveryAnswer) },
      },
    },
    async (request) => {
      const siteId = request.params.site;
      const { notice: noticeId, about, person, status, before, beforeId = '', limit = 100, language } = request.query;
      const principal = principalOf(request);
      const within = await deliveriesWithin(services, principal, siteId);
      const said = language ?? (await personLanguage(database, principal.id)) ?? FIRST_LANGUAGE;
      const rows = await database
        .select({ delivery: noticeDelivery, about: notice })
        .from(noticeDelivery)
        .innerJoin(notice, and(eq(notice.site, noticeDelivery.site), eq(notice.id, noticeDelivery.noticeId)))
        .where(
          and(
            eq(noticeDelivery.site, siteId),
            within,
            noticeId === undefined ? undefined : eq(noticeDelivery.noticeId, noticeId),
            about === undefined ? undefined : eq(notice.aboutId, about),
            person === undefined ? undefined : eq(noticeDelivery.recipient, recipientOfPerson(person)),
            status === undefined ? undefined : eq(noticeDelivery.status, status),
            before === undefined
              ? undefined
              : or(lt(notice.position, before), and(eq(notice.position, before), gt(noticeDelivery.id, beforeId))),
          ),
        )
        .orderBy(desc(notice.position), asc(noticeDelivery.id))
        .limit(limit);
      return rows.map(({ delivery, about: of }) => deliveryAnswer(delivery, of, said));
    },
  );

  typed.post(
    '/api/v1/sites/:site/notice-deliveries/:id/retry',
    {
      config: requirePermission('edit-channels'),
      schema: {
        tags,
        summary: 'Try a delivery that failed once more, now',
        params: Type.Object({ site: Id, id: Id }),
        body: Type.Object({}, { additionalProperties: false }),
        response: { 202: DeliveryAnswer },
      },
    },
    async (request, reply) => {
      const { site: siteId, id } = request.params;
      const { time } = await siteTime(database, siteId, now);
      const answer = await database.transaction(async (transaction) => {
        const [row] = await transaction
          .select()
          .from(noticeDelivery)
          .where(and(eq(noticeDelivery.site, siteId), eq(noticeDelivery.id, id)))
          .for('update');
        if (row === undefined) throw notFound('There is no such delivery.');
        if (!statusesOf('again').includes(row.status)) throw conflict('Only what failed can be tried again.');
        const [of] = await transaction
          .select()
          .from(notice)
          .where(and(eq(notice.site, siteId), eq(notice.id, row.noticeId)));
        if (of === undefined) throw notFound('There is no such notice.');
        if (of.withdrawnAt !== null) throw conflict('What this was about is settled; nobody needs to hear of it.');
        const again = { status: 'queued', dueAt: time, bundledInto: null, reason: null } as const;
        const [queued] = await transaction
          .update(noticeDelivery)
          .set(again)
          .where(eq(noticeDelivery.id, id))
          .returning();
        await transaction
          .update(noticeDelivery)
          .set({ ...again, isHeld: true })
          .where(and(eq(noticeDelivery.bundledInto, id), inArray(noticeDelivery.status, statusesOf('again'))));
        await audit(transaction, principalOf(request), now(), {
          action: 'notice-delivery.retried',
          siteId,
          subject: id,
        });
        return deliveryAnswer(queued ?? row, of, FIRST_LANGUAGE);
      });
      await ringDelivery(services, siteId, { id, dueAt: time, isDue: true });
      return reply.code(202).send(answer);
    },
  );
}

function deliveryAnswer(
  row: typeof noticeDelivery.$inferSelect,
  of: typeof notice.$inferSelect,
  language: Language,
): DeliveryAnswer {
  return {
    id: row.id,
    noticeId: row.noticeId,
    position: of.position,
    about: { kind: of.aboutKind, id: of.aboutId },
    urgency: row.urgency,
    title: sayNotice(language, of).title,
    recipientName: row.recipientName,
    channel: row.channel,
    status: row.status,
    reason: row.status === 'withdrawn' ? sayReason(language, of.withdrawnWords, row.reason) : row.reason,
    requestedAt: row.requestedAt,
    dueAt: row.dueAt,
    sentAt: row.sentAt,
    attempts: [...row.attempts],
    bundledInto: row.bundledInto,
    seenAt: row.seenAt,
  };
}
